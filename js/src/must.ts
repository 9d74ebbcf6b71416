/** @throws {TypeError} a value that was given does not fit; `words` say what it can be. */
export function mustBe(name: string, value: unknown, fits: boolean, words: string): void {
  if (value !== undefined && !fits) throw new TypeError(`${name} is ${shown(value)}; it can be ${words}.`);
}

/** @throws {TypeError} a value that was given is not a whole number from 1 to 2^30. */
export function mustBeWhole(name: string, value: unknown): void {
  const fits = Number.isInteger(value) && (value as number) > 0 && (value as number) <= 2 ** 30;
  mustBe(name, value, fits, 'a whole number from 1 to 2^30');
}

/** @throws {TypeError} a value that was given is neither a JSON pointer nor, where `list` allows it, an array of them. */
export function mustBePointer(name: string, value: unknown, list = false): void {
  const pointers = list && Array.isArray(value) ? value : [value];
  for (const pointer of pointers) {
    mustBe(name, pointer, typeof pointer === 'string' && isPointer(pointer), 'a JSON pointer like /id');
  }
}

/** Reports whether a text is a JSON pointer (RFC 6901). */
export const isPointer = (text: string): boolean => /^(\/([^~]|~[01])*)?$/.test(text);

/** A value in a message. Objects are named by their type: to convert them would run code of the page's. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value) return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
}
