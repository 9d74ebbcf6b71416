/**
 * A feed for React's components.
 *
 * @see docs/frameworks.md
 * @packageDocumentation
 */

'use client'; // for React's server components: whoever imports this is one of the page's

import { useEffect, useState, useSyncExternalStore } from 'react';
import { FeedStore } from './feed-store.js';
import type { FeedSnapshot, HookOptions, HookURL } from './snapshot.js';

export type { FeedRecord, FeedSnapshot, FeedStateName, HookOptions, HookURL } from './snapshot.js';

/**
 * Reads a feed while the component is mounted. It is rendered once for each chunk of records. A URL or options that differ in
 * content make another feed, which begins without records; functions may be new ones in every rendering. On a server nothing
 * is opened.
 *
 * @example
 * function Messages({ room }: { room: string }) {
 *   const { records } = useFeed<Message>(`/rooms/${room}/messages`, { keep: 50 });
 *   return <ul>{records.map(({ lastEventId, json }) => <li key={lastEventId}>{json.text}</li>)}</ul>;
 * }
 */
export function useFeed<T = unknown, D = string, R = undefined>(
  url: HookURL,
  options: HookOptions<T, D, R> = {},
): FeedSnapshot<T, D, R> {
  const [kept, keep] = useState(() => new FeedStore(url, options));
  const store = kept.serves(url, options) ? kept : new FeedStore(url, options);
  if (store !== kept) keep(store);
  useEffect(() => store.use(url, options));
  return useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot);
}
