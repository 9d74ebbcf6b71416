import { absolute } from './request.js';

/** Which addresses: one without its query, those that match, or those of which a function says so. */
export type Matcher = string | URL | RegExp | ((url: URL) => boolean);

/** What stands in the place of this realm's for the addresses that match. */
interface Layer {
  readonly matches: (url: string) => boolean;
  readonly fetch: typeof globalThis.fetch;
  readonly socket: typeof WebSocket;
}

const layers: Layer[] = []; // the latest first
let uninstall: (() => void) | undefined;

/**
 * Puts a fetch and a WebSocket in the place of this realm's, for the addresses that match; the function it returns undoes it.
 * Several can be undone in any order; where they match the same address, the latest counts.
 */
export function intercept(matcher: Matcher, fetch: typeof globalThis.fetch, socket: typeof WebSocket): () => void {
  const layer = { matches: matching(matcher), fetch, socket };
  layers.unshift(layer);
  uninstall ??= install(socket);
  return () => {
    const at = layers.indexOf(layer);
    if (at < 0) return;
    layers.splice(at, 1);
    if (layers.length > 0) return;
    uninstall?.();
    uninstall = undefined;
  };
}

/** @param socket What is one where the realm has none. */
function install(socket: typeof WebSocket): () => void {
  const { fetch: realFetch, WebSocket: RealSocket } = globalThis;
  const layerOf = (url: string) => layers.find(({ matches }) => matches(url));
  globalThis.fetch = (input, init) =>
    (layerOf(input instanceof Request ? input.url : `${input}`)?.fetch ?? realFetch)(input, init);
  globalThis.WebSocket = new Proxy(RealSocket ?? socket, {
    construct: (real, [url, ...rest]: [string, string[]?]) =>
      new (layerOf(`${url}`.replace(/^http/, 'ws'))?.socket ?? real)(url, ...rest),
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
