import type { PageLifecycle } from '../link/contract.js';
import { ownProcess } from '../link/process.js';

/** A feed as far as what befalls its page concerns it. */
export interface Inhabitant {
  lifecycle(change: PageLifecycle): void;
  /** The page may be about to go for good, or the process is. */
  leaving(): void;
  /** It was not left, or is back. */
  stayed(): void;
}

/**
 * How long a page may take to be left, in milliseconds, from the moment at which it hears of it: that is how long the next
 * one may take to answer. It may also stay: a download begins like that, and a reader can be asked.
 */
const departureMs = 5000;

/** For how long a page may run on that has gone: its timers do not fire, nor do those of one in the cache. */
const goneMs = 250;

const inhabitants = new Set<Inhabitant>();
let listens = false;
let isLeft = false;
let departure: ReturnType<typeof setTimeout> | undefined;

/** Those that there are as this is loaded: a test may have others in their place when a feed is closed. */
const { setInterval, clearInterval } = globalThis;

/** Keeps the process alive. */
let life: ReturnType<typeof setInterval> | undefined;

/**
 * Tells a feed what befalls the page, until {@link moveOut}, and keeps a process alive until then: a connection of which nothing
 * is read, since the feed is paused or nobody listens, would not do so in Node.
 */
export function moveIn(feed: Inhabitant): void {
  inhabitants.add(feed);
  if (ownProcess && inhabitants.size === 1) {
    life = setInterval(() => {}, 1e9);
    ownProcess.on?.('exit', save);
  }
  if (listens) return;
  listens = true;
  listen();
}

export function moveOut(feed: Inhabitant): void {
  inhabitants.delete(feed);
  if (inhabitants.size > 0) return;
  clearInterval(life);
  ownProcess?.off?.('exit', save);
}

/** There may be no other time for it. */
function save(): void {
  for (const feed of [...inhabitants]) feed.leaving();
}

/** Reports whether the page is being left, as far as it can know, or is gone: browsers then cut its connections. */
export const isBeingLeft = (): boolean => isLeft;

/** @param withinMs A page that still runs then has stayed. */
function leave(withinMs: number): void {
  clearTimeout(departure);
  departure = setTimeout(stay, withinMs);
  isLeft = true;
}

function stay(): void {
  clearTimeout(departure);
  isLeft = false;
  for (const feed of [...inhabitants]) feed.stayed();
}

/**
 * Listens for good: with a page's only feed listeners that came and went were a tenth of what it took to open it.
 *
 * beforeunload, pagehide and freeze: WHATWG HTML section 7.4.6 and WICG Page Lifecycle; online: section 9.1.6; visibilitychange: W3C
 * Page Visibility. A worker has none of the others, and none of them matters there. Node has no events of its own; Deno's
 * beforeunload comes when nothing is left to do, and again for as long as a listener finds something.
 */
function listen(): void {
  const all = (change: PageLifecycle) => {
    for (const feed of [...inhabitants]) feed.lifecycle(change);
  };
  globalThis.addEventListener?.('online', () => all('online'));
  const document = globalThis.document as Document | undefined;
  if (!document) return;
  globalThis.addEventListener('beforeunload', () => {
    leave(departureMs);
    save(); // a database needs more time than there is later
  });
  // A page that goes for good needs nothing else: the browser closes its connections.
  globalThis.addEventListener('pagehide', (event) => {
    leave(goneMs);
    save();
    if ((event as PageTransitionEvent).persisted) all('sleep');
  });
  globalThis.addEventListener('pageshow', (event) => {
    if (!(event as PageTransitionEvent).persisted) return;
    stay();
    all('wake');
  });
  document.addEventListener('freeze', () => {
    save(); // what is kept later may be out of date by then
    all('sleep');
  });
  document.addEventListener('resume', () => all('wake'));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') return all('wake');
    save(); // a phone may end a page that is hidden without a word
    all('hide');
  });
}
