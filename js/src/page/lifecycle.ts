import type { PageLifecycle } from '../link/contract.js';

/** A feed as far as what befalls its page concerns it. */
export interface Inhabitant {
  lifecycle(change: PageLifecycle): void;
  /** The page may be about to go for good. */
  leaving(): void;
}

const inhabitants = new Set<Inhabitant>();
let listening: AbortController | undefined;

/** Tells a feed what befalls the page, until {@link moveOut}. */
export function moveIn(feed: Inhabitant): void {
  inhabitants.add(feed);
  listening ??= listen();
}

export function moveOut(feed: Inhabitant): void {
  inhabitants.delete(feed);
  if (inhabitants.size > 0) return;
  listening?.abort();
  listening = undefined;
}

/**
 * pagehide and freeze: WHATWG HTML section 7.4.6 and WICG Page Lifecycle; online: section 9.1.6; visibilitychange: W3C
 * Page Visibility. A worker has fewer of these events, and none that it lacks matters there.
 */
function listen(): AbortController {
  const aborter = new AbortController();
  const on = (target: EventTarget | undefined, type: string, act: (event: Event) => void) =>
    target?.addEventListener(type, act, { signal: aborter.signal });
  const all = (change: PageLifecycle) => {
    for (const feed of [...inhabitants]) feed.lifecycle(change);
  };
  // A page that goes for good needs nothing else: the browser closes its connections.
  on(globalThis, 'pagehide', (event) => {
    for (const feed of [...inhabitants]) feed.leaving();
    if ((event as PageTransitionEvent).persisted) all('sleep');
  });
  on(globalThis, 'pageshow', (event) => (event as PageTransitionEvent).persisted && all('wake'));
  on(globalThis, 'online', () => all('online'));
  const document = globalThis.document as Document | undefined;
  on(document, 'freeze', () => {
    for (const feed of [...inhabitants]) feed.leaving(); // what is kept later may be out of date by then
    all('sleep');
  });
  on(document, 'resume', () => all('wake'));
  on(document, 'visibilitychange', () => all(document!.visibilityState === 'visible' ? 'wake' : 'hide'));
  return aborter;
}
