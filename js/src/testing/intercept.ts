import { absolute } from './request.js';

/** Which addresses: one without its query, those that match, or those of which a function says so. */
export type Matcher = string | URL | RegExp | ((url: URL) => boolean);

/** Puts a fetch and a WebSocket in the place of this realm's, for the addresses that match; the function it returns undoes it. */
export function intercept(matcher: Matcher, fetch: typeof globalThis.fetch, socket: typeof WebSocket): () => void {
  const matches = matching(matcher);
  const { fetch: realFetch, WebSocket: RealSocket } = globalThis;
  globalThis.fetch = (input, init) =>
    (matches(input instanceof Request ? input.url : `${input}`) ? fetch : realFetch)(input, init);
  globalThis.WebSocket = new Proxy(RealSocket ?? socket, {
    construct: (real, [url, ...rest]: [string, string[]?]) =>
      matches(`${url}`.replace(/^http/, 'ws')) ? new socket(url, ...rest) : new real(url, ...rest),
  });
  return () => {
    globalThis.fetch = realFetch;
    globalThis.WebSocket = RealSocket;
  };
}

function matching(matcher: Matcher): (url: string) => boolean {
  if (matcher instanceof RegExp) return (url) => matcher.test(absolute(url));
  if (typeof matcher === 'function') return (url) => matcher(new URL(absolute(url)));
  const whole = (url: string) =>
    absolute(url)
      .replace(/[?#].*/, '')
      .replace(/^http/, 'ws');
  return (url) => whole(url) === whole(`${matcher}`);
}
