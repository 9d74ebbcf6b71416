import { isPointer, mustBe, mustBePointer, mustBeWhole } from '../must.js';
import { formats, signalWords, type FeedSourceInit, type Signal } from './options.js';

type Check = (name: string, value: unknown) => void;

const text: Check = (name, value) => mustBe(name, value, typeof value === 'string', 'a string');
const isHeader = (value: unknown): boolean => typeof value === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(value);
const pointers: Check = (name, value) => mustBePointer(name, value, true);
const oneOf =
  (words: readonly string[]): Check =>
  (name, value) =>
    mustBe(name, value, words.includes(value as string), words.join(', '));

/** What values the members of options can have; members that are not listed can have any. */
const checks: Readonly<Record<string, Check>> = {
  resume: (name, value) =>
    mustBe(
      name,
      value,
      value === false || value === 'page' || isPlainObject(value),
      "false, 'page', or { header, query, … }",
    ),
  format: oneOf(formats),
  method: text,
  id: pointers,
  lastEventId: (name, value) => mustBe(name, value, typeof value === 'string' && !/[\0\r\n]/.test(value), 'one line'),
  maxRecordBytes: mustBeWhole,
  share: (name, value) =>
    mustBe(
      name,
      value,
      ['boolean', 'string'].includes(typeof value) || isPlainObject(value),
      'true, false, a name, or { name, replay }',
    ),
  'share.name': text,
  'share.replay': (name, value) =>
    mustBe(
      name,
      value,
      Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 10_000,
      'a whole number from 1 to 10000',
    ),
  worker: (name, value) => mustBe(name, value, typeof value === 'boolean', 'true or false'),
  fetch: (name, value) => mustBe(name, value, typeof value === 'function', 'a function like fetch'),
  'resume.header': (name, value) =>
    mustBe(name, value, value === false || isHeader(value), 'the name of a header, or false'),
  'resume.query': text,
  'resume.body': mustBePointer,
  'resume.url': (name, value) =>
    mustBe(name, value, ['string', 'function'].includes(typeof value), 'a URL, or a function that gives one'),
  'resume.method': text,
  'resume.from': (name, value) =>
    mustBe(name, value, isPlainObject(value) && isSource(value), '{ header } or { record }'),
  'resume.as': (name, value) => mustBe(name, value, typeof value === 'function', 'a function of a cursor'),
  'resume.cursor': oneOf(['id', 'count']),
  'resume.replay': oneOf(['skip']),
  'resume.key': text,
  'reconnect.maxAttempts': mustBeWhole,
  'reconnect.maxElapsedMs': mustBeWhole,
  'reconnect.delay': (name, value) => mustBe(name, value, typeof value === 'function', 'a function of a failure'),
  'keepalive.timeoutMs': mustBeWhole,
  'keepalive.connectMs': mustBeWhole,
  'gap.windowMs': mustBeWhole,
  'gap.header': (name, value) => mustBe(name, value, isHeader(value), 'the name of a header'),
  'dedupe.key': pointers,
  'dedupe.window': mustBeWhole,
  'decode.data': mustBePointer,
  'decode.encoding': mustBePointer,
  'lag.time': mustBePointer,
  'lag.warnMs': mustBeWhole,
  'backfill.url': text,
  'backfill.after': text,
  'backfill.before': text,
  'backfill.size': mustBeWhole,
  'backfill.overlap': mustBeWhole,
};

const signalChecks: Readonly<Record<string, Check>> = {
  type: text,
  at: mustBePointer,
  then: oneOf(signalWords),
};

/** Reports whether it says what to remember of a first answer. */
function isSource({ header, record }: Record<string, unknown>): boolean {
  if (header !== undefined) return isHeader(header);
  return typeof record === 'string' && isPointer(record);
}

/** Members without which an option could do nothing. */
const needed: Readonly<Record<string, readonly string[]>> = {
  dedupe: ['key'],
  decode: ['data', 'encoding'],
  lag: ['time'],
  backfill: ['url', 'after'],
};

/** @throws {TypeError} an option, or a member of one, has a value that it cannot have, or lacks what it needs. */
export function check(init: FeedSourceInit): void {
  checkMembers('', init, checks);
  for (const [name, members] of Object.entries(needed)) {
    const option = init[name as keyof FeedSourceInit];
    if (!option || typeof option === 'function') continue;
    for (const member of members) mustHave(name, option as object, member);
  }
  mustBe('signals', init.signals, Array.isArray(init.signals), 'an array of rules');
  for (const [i, rule] of (init.signals ?? []).entries()) checkSignal(`signals[${i}]`, rule);
  if (typeof init.headers !== 'function') new Headers(init.headers); // throws what is wrong with them
}

function checkMembers(prefix: string, options: object, by: Readonly<Record<string, Check>>): void {
  for (const [name, value] of Object.entries(options)) {
    by[prefix + name]?.(prefix + name, value);
    if (!prefix && isPlainObject(value)) checkMembers(`${name}.`, value, by);
  }
}

function checkSignal(name: string, rule: Signal): void {
  mustBe(name, rule, typeof rule === 'object' && rule !== null, 'a rule like { at, is, then }');
  for (const [member, value] of Object.entries(rule)) signalChecks[member]?.(`${name}.${member}`, value);
  mustHave(name, rule, 'then');
}

function mustHave(name: string, options: object, member: string): void {
  if ((options as Record<string, unknown>)[member] === undefined) throw new TypeError(`${name} needs ${member}.`);
}

/** Reports whether a value is an object whose members count, which those of an array do not. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
