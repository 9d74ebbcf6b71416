/**
 * A feed for Solid's components.
 *
 * @see docs/frameworks.md
 * @packageDocumentation
 */

import { createEffect, createMemo, createSignal, onCleanup } from 'solid-js';
import { FeedStore } from './feed-store.js';
import { getMembersOf } from './members.js';
import { read, type FeedSnapshot, type HookOptions, type HookURL, type ReadURL } from './snapshot.js';

export type { FeedRecord, FeedSnapshot, FeedStateName, HookOptions, HookURL, ReadURL } from './snapshot.js';

/**
 * Reads a feed until its owner is disposed of, which is the component. The members of what it gives are reactive. `url` and
 * `options` may be accessors: where what they give changes in content another feed takes the place, which begins without
 * records. So a function that is to be asked for the URL before each request is given by an accessor. On a server nothing is
 * opened. Do not destructure it.
 *
 * @example
 * function Messages(props: { room: string }) {
 *   const feed = createFeed<Message>(() => `/rooms/${props.room}/messages`, { keep: 50 });
 *   return <ul>{feed.records.map(({ json }) => <li>{json.text}</li>)}</ul>;
 * }
 */
export function createFeed<T = unknown, D = string, R = undefined>(
  url: ReadURL,
  options: HookOptions<T, D, R> | (() => HookOptions<T, D, R>) = {},
): FeedSnapshot<T, D, R> {
  const store = createMemo<FeedStore<T, D, R>>((kept) => {
    const given = [read<HookURL>(url), read(options)] as const;
    if (!kept?.serves(...given)) return new FeedStore(...given);
    kept.use(...given);
    return kept;
  });
  const [changed, change] = createSignal(undefined, { equals: false });
  createEffect(() => onCleanup(store().subscribe(change)));
  const snapshot = createMemo(() => {
    changed();
    return store().snapshot();
  });
  return getMembersOf((name) => createMemo(() => snapshot()[name]), snapshot) as FeedSnapshot<T, D, R>;
}
