import { refuse } from '../must.js';
import type { RecordingEvent } from './event.js';

/** What a member can be, in words, and whether a value is that. */
type Rule = readonly [words: string, fits: (value: unknown) => boolean];

const whole = (least: number, most = Number.MAX_SAFE_INTEGER): Rule => [
  most < Number.MAX_SAFE_INTEGER ? `a whole number from ${least} to ${most}` : `a whole number from ${least}`,
  (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
];
const isText = (value: unknown): value is string => typeof value === 'string';
const isBytes = (value: unknown): boolean => value instanceof Uint8Array;
const isField = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every(isText);
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text: Rule = ['a text', isText];
const bytes: Rule = ['bytes, as text or base64', isBytes];
const data: Rule = ['a text, or bytes as base64', (value) => isText(value) || isBytes(value)];
const date: Rule = ['a time in ISO 8601', (value) => isText(value) && !Number.isNaN(Date.parse(value))];
const truth: Rule = ['true or false', (value) => typeof value === 'boolean'];
const object: Rule = ['an object', isObject];
const ms: Rule = ['milliseconds, a number from 0', (value) => Number.isFinite(value) && (value as number) >= 0];
const headers: Rule = ['pairs of texts', (value) => Array.isArray(value) && value.every(isField)];
const answer: Rule = [
  'a number, false or null',
  (value) => value === null || value === false || Number.isFinite(value),
];
const names: Rule = ['an array of texts', (value) => Array.isArray(value) && value.every(isText)];

const request = whole(1);

/** The members that events of a kind must have. */
const ofKind: Readonly<Record<RecordingEvent['kind'], Readonly<Record<string, Rule>>>> = {
  request: { request, method: text, url: text, headers },
  response: { request, url: text, status: whole(0, 599), headers },
  chunk: { request, bytes },
  end: { request, cut: text },
  unanswered: { request, why: text },
  abort: { request, why: text },
  open: { url: text, headers },
  record: { type: text, id: text, data },
  keepalive: { sign: text, data },
  malformed: { reason: text, offset: whole(0), bytes },
  error: { type: text, message: text, attempt: whole(0), final: truth },
  wait: { ms, reason: text },
  notice: { type: text, detail: object },
  delay: { answer },
  call: { call: text },
};

const ofHeader = {
  made: date,
  began: date,
  version: text,
  url: text,
  userAgent: text,
  host: text,
  dropped: whole(0),
  options: object,
  functions: names,
};

/** @throws {TypeError} a header lacks a member, or has one that it cannot have. */
export function checkHeader(header: object, line: number): void {
  check(header, line, ofHeader);
}

/** @throws {TypeError} an event lacks a member, or has one that it cannot have. What kinds there may be later is not known. */
export function checkEvent(event: Readonly<Record<string, unknown>>, line: number): void {
  check(event, line, { t: ms, kind: text });
  const kind = event['kind'] as RecordingEvent['kind'];
  if (Object.hasOwn(ofKind, kind)) check(event, line, ofKind[kind]);
}

function check(given: object, line: number, rules: Readonly<Record<string, Rule>>): void {
  for (const [name, [words, fits]] of Object.entries(rules)) {
    const value = (given as Record<string, unknown>)[name];
    if (!fits(value)) refuse(`In line ${line} of the recording, ${name} is`, value, words);
  }
}
