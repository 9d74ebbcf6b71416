import { readFileSync } from 'node:fs';
import process from 'node:process';
import { UsageError } from './usage.js';

/**
 * Sees to it that there can be such a request.
 *
 * @throws {UsageError} there can be none, whatever the server is.
 */
export function mustBeAskable(url: string, method: string | undefined, hasBody: boolean): void {
  if (!URL.canParse(url)) throw new UsageError(`'${url}' is not a whole URL.${meantBy(url)}`);
  mustBeReadable(url, new URL(url));
  if (hasBody && /^(get|head)$/i.test(method ?? ''))
    throw new UsageError(`A ${method!.toUpperCase()} has no body; leave out --method, or --body.`);
  try {
    new Request('http://feeds.example/', method === undefined ? {} : { method });
  } catch {
    throw new UsageError(`There can be no request with the method '${method}'.`);
  }
}

/** A host without a scheme ahead of it; one with a port is most likely somebody's own. */
function meantBy(url: string): string {
  const whole = `${/^[\w.-]+:\d/.test(url) ? 'http' : 'https'}://${url}`;
  return /^[\w-]+[.:](?!\/\/)/.test(url) && URL.canParse(whole) ? ` Did you mean ${whole}?` : '';
}

function mustBeReadable(url: string, { protocol, username, password }: URL): void {
  if (!/^(https?|wss?|data):$/.test(protocol)) {
    const meant = /^[\w.-]+:\d/.test(url) ? meantBy(url) : '';
    throw new UsageError(`A feed is read by https:, http:, wss: or ws:, and not by ${protocol}${meant}`);
  }
  if (/^ws/.test(protocol) && !globalThis.WebSocket)
    throw new UsageError(`A WebSocket needs Node.js 22 or newer; this is ${process.version.slice(1)}.`);
  if (username || password)
    throw new UsageError("A URL can hold no password here; say --header-env 'Authorization: Basic $LOGIN', in base64.");
}

/** What fetch sends of its own and takes from nobody: Node's drops the first two and the last, and fails for the others. */
const ofFetch = /^(host|content-length|sec-fetch-mode|transfer-encoding|keep-alive|expect|upgrade)$/i;

/**
 * The headers of a request.
 *
 * @param given Each as `Name: value`.
 * @param ofEnvironment The same, with variables of the environment in the values.
 * @throws {UsageError} one of them cannot be sent.
 */
export function headersOf(given: readonly string[], ofEnvironment: readonly string[]): Headers {
  const headers = new Headers();
  const add = (option: string, field: string, value: (text: string) => string) => {
    const [, name, text] = /^([^:\s]+):\s*(.*)$/s.exec(field) ?? [];
    if (name === undefined) throw new UsageError(`--${option} takes 'Name: value', and got '${field}'.`);
    if (ofFetch.test(name))
      throw new UsageError(`${name} is a header that fetch makes itself; leave it out (--${option}).`);
    try {
      headers.append(name, value(text!));
    } catch (cause) {
      if (cause instanceof UsageError) throw cause;
      throw new UsageError(`There can be no header ${name} like that (--${option}).`); // its value may be secret
    }
  };
  for (const field of given) add('header', field, (text) => text);
  for (const field of ofEnvironment) add('header-env', field, fromEnvironment);
  return headers;
}

function fromEnvironment(text: string): string {
  const name = /\$(?:(\w+)|\{(\w+)\})/g;
  if (!name.test(text)) {
    throw new UsageError(
      `--header-env takes a value with a variable's name in it, in single quotes: 'Name: Bearer $TOKEN'.`,
    );
  }
  return text.replace(name, (_, bare: string | undefined, braced: string) => {
    const value = process.env[bare ?? braced];
    if (value) return value;
    const lack = value === undefined ? 'There is no variable' : 'There is nothing in the variable';
    throw new UsageError(`${lack} ${bare ?? braced} in the environment (--header-env).`);
  });
}

/**
 * A body, which is given as it is, or by `@file`, or by `-` on the standard input.
 *
 * @throws {UsageError} it cannot be read.
 */
export function bodyOf(given: string | undefined): string | undefined {
  if (given !== '-' && !given?.startsWith('@')) return given;
  try {
    return readFileSync(given === '-' ? 0 : given.slice(1), 'utf8');
  } catch (cause) {
    throw new UsageError(`The body cannot be read: ${(cause as Error).message}.`);
  }
}
