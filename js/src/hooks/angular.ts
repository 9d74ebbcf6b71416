/**
 * A feed for Angular's components.
 *
 * @see docs/frameworks.md
 * @packageDocumentation
 */

import { computed, effect, signal, type Signal } from '@angular/core';
import { FeedStore } from './feed-store.js';
import { membersOf } from './members.js';
import { read, type FeedSnapshot, type HookOptions, type HookURL, type ReadURL } from './snapshot.js';

export type { FeedRecord, FeedSnapshot, FeedStateName, HookOptions, HookURL, ReadURL } from './snapshot.js';

/** What {@link injectFeed} gives: a signal for each member of a snapshot, and its functions. */
export type FeedSignals<T = unknown, D = string, R = undefined> = {
  readonly [K in keyof Omit<FeedSnapshot, 'reconnect' | 'close'>]: Signal<FeedSnapshot<T, D, R>[K]>;
} & Pick<FeedSnapshot, 'reconnect' | 'close'>;

/**
 * Reads a feed until what it is injected into is destroyed. It is called where `inject` may be, such as for a field of a component.
 * `url` and `options` may be signals or functions that read some: where what they give changes in content another feed takes
 * the place, which begins without records. So a function that is to be asked for the URL before each request is given by a
 * function. On a server nothing is opened.
 *
 * @example
 * import { input } from '@angular/core';
 *
 * class Messages {
 *   readonly room = input.required<string>();
 *   readonly feed = injectFeed<Message>(() => `/rooms/${this.room()}/messages`, { keep: 50 });
 * }
 */
export function injectFeed<T = unknown, D = string, R = undefined>(
  url: ReadURL,
  options: HookOptions<T, D, R> | (() => HookOptions<T, D, R>) = {},
): FeedSignals<T, D, R> {
  let kept: FeedStore<T, D, R> | undefined;
  const store = computed(() => {
    const given = [read<HookURL>(url), read(options)] as const;
    if (kept?.serves(...given)) kept.use(...given);
    else kept = new FeedStore(...given);
    return kept;
  });
  const changes = signal(0);
  effect((onCleanup) => onCleanup(store().subscribe(() => changes.update((count) => count + 1))));
  const snapshot = computed(() => {
    changes();
    return store().snapshot();
  });
  return membersOf((name) => computed(() => snapshot()[name]), snapshot) as FeedSignals<T, D, R>;
}
