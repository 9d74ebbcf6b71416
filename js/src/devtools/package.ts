import type { FeedSource } from 'feedsource';
import { registry } from '../page/registry.js';

/** The class that opens feeds. */
export type Feeds = typeof FeedSource;

/** That of the script tag's global if there is one, so that the engine is not loaded twice; else of the package. */
export const feedSource = async (): Promise<Feeds> =>
  (globalThis as { FeedSource?: Feeds }).FeedSource ?? (await import('feedsource')).FeedSource;

/** Opens a feed that nobody who watches the page's feeds is to see. */
export function unseen<Feed extends EventTarget>(open: () => Feed): Feed {
  const watchers = [...registry.watchers];
  registry.watchers.clear();
  try {
    const feed = open();
    for (const one of registry.feeds) if (one.target === feed) registry.feeds.delete(one);
    return feed;
  } finally {
    for (const watch of watchers) registry.watchers.add(watch);
  }
}

let loaded: Promise<void> | undefined;

/** Resolves when the engine is in the page: what reads ahead of it would hold bytes back when it comes. */
export function engine(FeedSource: Feeds): Promise<void> {
  loaded ??= new Promise((resolve) => {
    const fetch = async () => new Response(null, { status: 404 }); // which the engine alone can judge
    const feed = unseen(() => new FeedSource('https://recording.invalid/', { fetch, worker: false, share: false }));
    feed.onerror = () => resolve();
  });
  return loaded;
}
