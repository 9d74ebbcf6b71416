import { mustBe, mustBeOptions, mustKnow, needs } from '../must.js';
import type { InitOptions } from './init-options.js';
import { initOptions, isPlainObject, membersOf, options } from './option-table.js';
import type { Signal } from './options.js';
import type { FullInit } from './short-forms.js';

/** Members of which an option needs each, since it could do nothing without. */
const needed: Readonly<Record<string, readonly string[]>> = {
  dedupe: ['key'],
  decode: ['data', 'encoding'],
  lag: ['time'],
  backfill: ['url', 'after'],
};

/** What other libraries call an option. */
const elsewhere: Readonly<Record<string, string>> = {
  maxRetries: 'reconnect.maxAttempts',
  retries: 'reconnect.maxAttempts',
  retry: 'reconnect',
  timeout: 'keepalive.timeoutMs',
  heartbeatTimeout: 'keepalive.timeoutMs',
  payload: 'body',
  token: 'headers',
  'dedupe.size': 'window',
};

/** @throws {TypeError} there is no such option, it has a value that it cannot have, or it lacks what it needs. */
export function check(init: FullInit): void {
  checkMembers('', '', init);
  for (const [name, value] of Object.entries(init)) {
    if (!isPlainObject(value)) continue;
    if (membersOf(name).length > 0) checkMembers(`${name}.`, `${name}.`, value);
    if (name === 'decode' && value['base64'] !== undefined) continue; // which needs nothing else
    for (const member of needed[name] ?? []) needs(value[member] === undefined, name, member);
  }
  for (const [i, rule] of (init.signals || []).entries()) checkSignal(`signals[${i}]`, rule);
}

/** The same of what `init` takes. */
export function checkInit(given: InitOptions): void {
  mustBeOptions('init', given, '{ wasm: url }');
  mustKnow('', given, Object.keys(initOptions));
  for (const [name, value] of Object.entries(given)) initOptions[name as keyof InitOptions](name, value);
  if (isPlainObject(given.share)) checkMembers('share.', 'share.', given.share);
}

/** @param title Stands before the names in messages. */
function checkMembers(at: string, title: string, given: object): void {
  mustKnow(title, given, membersOf(at.slice(0, -1)), (name) => meantElsewhere(at, name));
  for (const [name, value] of Object.entries(given)) options[at + name]!(title + name, value);
}

/** The option that a name stands for which is no name of its own there; a member's may have been given without its object. */
function meantElsewhere(at: string, name: string): string | undefined {
  for (const known of [at + name, name]) if (Object.hasOwn(elsewhere, known)) return elsewhere[known];
  return at ? undefined : Object.keys(options).find((path) => path.endsWith(`.${name}`) && !path.startsWith('signals'));
}

function checkSignal(name: string, rule: Signal): void {
  mustBe(name, rule ?? null, isPlainObject(rule), 'a rule like { at, is, then }');
  checkMembers('signals.', `${name}.`, rule);
  needs(rule.then === undefined, name, 'then');
  if (rule.close === undefined) return;
  const idle = (['type', 'at', 'is', 'range', 'and', 'deliver', 'reply'] as const).find(
    (member) => rule[member] !== undefined,
  );
  if (idle)
    throw new TypeError(`${name}.${idle} does nothing for a close code; leave it out, or make it a rule of its own.`);
  const ends = !/^(keepalive|bookmark|ready|warning|last)$/.test(rule.then);
  mustBe(`${name}.then`, rule.then, ends, 'end, refresh, rotate, retry, stop or gap for a close code');
}
