/** @throws {TypeError} a value that was given does not fit; `words` say what it can be. */
export function be(name: string, value: unknown, fits: boolean, words: string): void {
  const shown = typeof value === 'string' ? JSON.stringify(value) : value;
  if (value !== undefined && !fits) throw new TypeError(`${name} is ${shown}; it can be ${words}.`);
}

/** @throws {TypeError} a value that was given is not a whole number from 1 to 2^30. */
export function whole(name: string, value: unknown): void {
  be(name, value, Number.isInteger(value) && (value as number) > 0 && (value as number) <= 2 ** 30, 'a whole number from 1 to 2^30');
}
