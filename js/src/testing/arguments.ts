import { mustBe, mustBeGiven } from '../must.js';

/** @throws {TypeError} what was given for options is no object that has any. */
export const mustBeInit = (name: string, value: unknown, example: string): void =>
  mustBeGiven(name, value, typeof value === 'object' && !!value && !Array.isArray(value), `an object like ${example}`);

/** @throws {TypeError} it is no time that a clock can go on by. */
export const mustBeTime = (ms: unknown): void =>
  mustBeGiven('ms', ms, typeof ms === 'number' && ms >= 0 && ms < Infinity, 'a number of milliseconds from 0');

/** @throws {TypeError} no `Response` can have that status. */
export const mustBeStatus = (status: unknown): void =>
  mustBeGiven('status', status, isWhole(status, 200, 599), 'a whole number from 200 to 599');

/**
 * Header fields as a response has them.
 *
 * @throws {TypeError} they are none.
 */
export function headersOf(headers: HeadersInit): Headers {
  mustBe('headers', headers, typeof headers === 'object' && headers !== null, "an object like { 'Retry-After': '1' }");
  return new Headers(headers);
}

/** @throws {TypeError} it would be a body in the words of JavaScript, such as `[object Object]`. */
export function mustBeBody(body: unknown): void {
  const isPlain = /^\[object (Object|Array)\]$/.test(Object.prototype.toString.call(body));
  const fits = typeof body === 'string' || (typeof body === 'object' && !isPlain);
  mustBe('body', body, fits, 'a text, such as JSON.stringify makes, or whatever else a Response takes');
}

/** @throws {TypeError} they are nothing that a WebSocket ends with, of which `cut` is 1006. */
export function mustBeClose(code: unknown, reason: unknown): void {
  const fits = isWhole(code, 1000, 4999) && code !== 1006;
  mustBe('code', code, fits, 'a whole number from 1000 to 4999; for 1006 there is cut()');
  mustBe('reason', reason, typeof reason === 'string', 'a string');
}

const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
