/**
 * A feed for Svelte's components.
 *
 * @see docs/frameworks.md
 * @packageDocumentation
 */

import { createSubscriber } from 'svelte/reactivity';
import { FeedStore } from './feed-store.js';
import { getMembersOf } from './members.js';
import { read, type FeedSnapshot, type HookOptions, type HookURL, type ReadURL } from './snapshot.js';

export type { FeedRecord, FeedSnapshot, FeedStateName, HookOptions, HookURL, ReadURL } from './snapshot.js';

/**
 * A feed whose members are reactive: it is read while an effect, such as a component's markup, reads one of them. `url` and
 * `options` may be functions, which are read with them: where what they give changes in content another feed takes the place,
 * which begins without records. So a function that is to be asked for the URL before each request is given by a function. On a
 * server nothing is opened. Do not destructure it.
 *
 * @example
 * const feed = createFeed<Message>(() => `/rooms/${room}/messages`, { keep: 50 });
 * // {#each feed.records as { lastEventId, json } (lastEventId)} … {/each}
 */
export function createFeed<T = unknown, D = string, R = undefined>(
  url: ReadURL,
  options: HookOptions<T, D, R> | (() => HookOptions<T, D, R>) = {},
): FeedSnapshot<T, D, R> {
  let store: FeedStore<T, D, R> | undefined;
  let subscribe: () => void;
  const current = (): FeedSnapshot<T, D, R> => {
    const given = [read<HookURL>(url), read(options)] as const;
    if (store?.serves(...given)) {
      store.use(...given);
    } else {
      store = new FeedStore(...given);
      subscribe = createSubscriber(store.subscribe);
    }
    subscribe();
    return store.snapshot();
  };
  return getMembersOf((name) => () => current()[name], current) as FeedSnapshot<T, D, R>;
}
