import { nearest } from './nearest.js';

/** @throws {TypeError} a value that was given does not fit; `words` say what it can be, and `meant` what was probably meant. */
export function mustBe(name: string, value: unknown, fits: boolean, words: string, meant?: string): void {
  if (value !== undefined && !fits) refuse(`${name} is`, value, words, meant);
}

/** The same of what has no default. */
export function mustBeGiven(name: string, value: unknown, fits: boolean, words: string): void {
  if (!fits) refuse(`${name} is`, value, words);
}

/** @throws {TypeError} what was said of a value, which does not fit: what it can be, and what was probably meant. */
export function refuse(said: string, value: unknown, words: string, meant?: string): never {
  throw new TypeError(`${said} ${shown(value)}; it can be ${words}.${ask(meant)}`);
}

/**
 * @param meant What was probably meant, if that is no word like the one that was given.
 * @throws {TypeError} a value that was given is none of these words.
 */
export function mustBeOneOf(name: string, value: unknown, words: readonly string[], meant?: string): void {
  const near = meant ?? (typeof value === 'string' ? nearest(value, words) : undefined);
  mustBe(name, value, words.includes(value as string), words.map((word) => word || '""').join(', '), near);
}

/** @throws {TypeError} a value that was given is not a whole number from 1 to 2^30. */
export function mustBeWhole(name: string, value: unknown): void {
  const fits = Number.isInteger(value) && (value as number) > 0 && (value as number) <= 2 ** 30;
  mustBe(name, value, fits, 'a whole number from 1 to 2^30');
}

/** @throws {TypeError} a value that was given is no function. */
export function mustBeFunction(name: string, value: unknown): void {
  mustBe(name, value, typeof value === 'function', 'a function');
}

/** @throws {TypeError} a value that was given is neither a JSON pointer nor, where `list` allows it, an array of them; `words` say so. */
export function mustBePointer(name: string, value: unknown, list = false, words = 'a JSON pointer like /id'): void {
  const pointers = list && Array.isArray(value) && value.length > 0 ? value : [value];
  for (const pointer of pointers) {
    mustBe(name, pointer, typeof pointer === 'string' && isPointer(pointer), words);
  }
}

/** @throws {TypeError} a value that was given is neither a JSON pointer nor `{ header }` nor, where `list` allows it, an array of them; `words` say so. */
export function mustBeMember(
  name: string,
  value: unknown,
  list = false,
  words = 'a JSON pointer like /id, or { header }',
): void {
  const members = list && Array.isArray(value) && value.length > 0 ? value : [value];
  for (const member of members) if (!isField(member)) mustBePointer(name, member, false, words);
}

/** Reports whether a value is the name of a header field, in an object. */
export function isField(value: unknown): value is { header: string } {
  if (typeof value !== 'object' || value === null || Object.keys(value).join() !== 'header') return false;
  const { header } = value as { header: unknown };
  return typeof header === 'string' && /^[^/]/.test(header);
}

/** Reports whether a text is a JSON pointer (RFC 6901). */
export const isPointer = (text: string): boolean => /^(\/([^~]|~[01])*)?$/.test(text);

/**
 * @param prefix What stands before the names of members in messages.
 * @param meant What was probably meant by a name that is like none of those known.
 * @throws {TypeError} an object has a member of another name than those known.
 */
export function mustKnow(
  prefix: string,
  given: object,
  known: readonly string[],
  meant: (name: string) => string | undefined = () => undefined,
): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const list = known.join(', ');
    throw new TypeError(
      `${prefix}${name} is not an option; there are ${list}.${ask(nearest(name, known) ?? meant(name))}`,
    );
  }
}

/** @throws {TypeError} what was given for options is no object that has any. */
export function mustBeOptions(name: string, value: unknown, example: string): void {
  mustBe(name, value, typeof value === 'object' && !Array.isArray(value), `an object like ${example}`);
}

/** @throws {TypeError} an option lacks what it needs, in words. */
export function needs(lacks: unknown, name: string, what: string): void {
  if (lacks) throw new TypeError(`${name} needs ${what}.`);
}

const ask = (meant: string | undefined) => (meant === undefined ? '' : ` Did you mean ${meant}?`);

/** A value in a message. Objects are named by their type: to convert them would run code of the page's. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value) return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
}
