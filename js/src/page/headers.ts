import type { Pairs } from '../link/contract.js';
import type { HeaderList } from './options.js';

/**
 * Header fields as data.
 *
 * @throws {TypeError} what is wrong with them; values are not shown, which may be secret.
 */
export function headerPairs(headers: HeaderList | undefined): Pairs {
  if (headers !== undefined && (typeof headers !== 'object' || !headers)) throw new TypeError(canBe);
  const isIterable = headers && Symbol.iterator in headers;
  for (const pair of isIterable ? headers : Object.entries(headers ?? {})) checkHeader(pair as [string, unknown]);
  return [...new Headers(headers as HeadersInit)];
}

const canBe = 'headers can be an object, Headers, or a list of pairs, each a name and a value.';

function checkHeader(pair: readonly [string, unknown]): void {
  if (!Array.isArray(pair) || pair.length !== 2) throw new TypeError(canBe);
  const [name, value] = pair;
  const title = `The header ${JSON.stringify(`${name}`)}`;
  if (value === undefined || value === null)
    throw new TypeError(`${title} is ${value}; leave it out, or give it a value.`);
  if (!isToken(name)) throw new TypeError(`${title} has a name that no header can have: letters, digits and hyphens.`);
  try {
    new Headers([[name, value as string]]);
  } catch (cause) {
    throw new TypeError(`${title} has a value that no header can have: it is one line of characters up to U+00FF.`, {
      cause,
    });
  }
}

/** Whether a text can be the name of a header: a token of RFC 9110 section 5.6.2. */
export const isToken = (value: unknown): boolean => typeof value === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(value);
