import type { PageLifecycle } from '../link/contract.js';

/** A feed as far as what befalls its page concerns it. */
export interface Inhabitant {
  lifecycle(change: PageLifecycle): void;
  /** The page may be about to go for good. */
  leaving(): void;
}

const inhabitants = new Set<Inhabitant>();
let listens = false;

/** Tells a feed what befalls the page, until {@link moveOut}. */
export function moveIn(feed: Inhabitant): void {
  inhabitants.add(feed);
  if (listens) return;
  listens = true;
  listen();
}

export function moveOut(feed: Inhabitant): void {
  inhabitants.delete(feed);
}

/**
 * Listens for good: with a page's only feed listeners that came and went were a tenth of what it took to open it.
 *
 * pagehide and freeze: WHATWG HTML section 7.4.6 and WICG Page Lifecycle; online: section 9.1.6; visibilitychange: W3C
 * Page Visibility. A worker has fewer of these events, and none that it lacks matters there.
 */
function listen(): void {
  const all = (change: PageLifecycle) => {
    for (const feed of [...inhabitants]) feed.lifecycle(change);
  };
  // A page that goes for good needs nothing else: the browser closes its connections.
  globalThis.addEventListener('pagehide', (event) => {
    for (const feed of [...inhabitants]) feed.leaving();
    if ((event as PageTransitionEvent).persisted) all('sleep');
  });
  globalThis.addEventListener('pageshow', (event) => (event as PageTransitionEvent).persisted && all('wake'));
  globalThis.addEventListener('online', () => all('online'));
  const document = globalThis.document as Document | undefined;
  document?.addEventListener('freeze', () => {
    for (const feed of [...inhabitants]) feed.leaving(); // what is kept later may be out of date by then
    all('sleep');
  });
  document?.addEventListener('resume', () => all('wake'));
  document?.addEventListener('visibilitychange', () => all(document!.visibilityState === 'visible' ? 'wake' : 'hide'));
}
