import { Why } from '../link/contract.js';
import { words } from '../link/words.js';
import { needOf, reported } from './policy.js';

/** What is known of a request that fetch rejected, and in words. */
export async function whyOf(
  url: string,
  init: RequestInit,
  cause: unknown,
): Promise<readonly [why: Why, words: string]> {
  const flaw = flawOf(url, init);
  if (flaw) return [Why.Invalid, flaw];
  const to = new URL(url);
  if (!isKnown(to)) return [Why.Scheme, to.protocol];
  if (isMixed(to)) return [Why.Insecure, ''];
  if (!needOf(to)) await reported();
  const need = needOf(to);
  if (need) return [Why.Policy, need];
  const said = words(cause);
  return [isOfPort.test(said) ? Why.Invalid : Why.Unknown, said];
}

/** What Node and Deno say of a port that fetch asks nothing of (Fetch, "port blocking"); browsers do not tell. */
const isOfPort = /bad port$|are blocked$/;

/** Why fetch makes no such request, in its own words or better ones. */
function flawOf(url: string, { body, ...init }: RequestInit): string | undefined {
  const method = (init.method ?? 'GET').toUpperCase();
  if (body && (method === 'GET' || method === 'HEAD')) {
    return `a ${method} has no body; say method: 'POST', or leave the body out`;
  }
  try {
    new Request(url, init);
    return undefined;
  } catch (cause) {
    return words(cause);
  }
}

/** Reports whether fetch may know a URL's scheme; that of the page itself can be an app's own. */
const isKnown = ({ protocol }: URL): boolean =>
  /^(https?|data|blob):$/.test(protocol) || protocol === globalThis.location?.protocol;

/** Reports whether reading a URL would be mixed content (W3C Mixed Content section 4, Secure Contexts section 3.1). */
export const isMixed = ({ protocol, hostname }: URL): boolean =>
  /^(http|ws):$/.test(protocol) &&
  !!globalThis.origin?.startsWith('https:') &&
  !/^(127(\.\d+){3}|\[::1\]|(.+\.)?localhost)$/.test(hostname);

/**
 * Reports whether what was thrown says that the network failed, as browsers and other runtimes put it. What a page's own
 * fetch passes on of that is no fault of the page's; that a signal of its own aborted the request is its own doing.
 */
export function isOfNetwork(cause: unknown): boolean {
  const { name, message, code } = Object(cause) as { name?: unknown; message?: unknown; code?: unknown };
  if (name === 'TypeError')
    return /^(failed to fetch|fetch failed|network ?error|load failed|terminated|error reading)/i.test(`${message}`);
  return name === 'NetworkError' || typeof code === 'string';
}
