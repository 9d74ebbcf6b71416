/**
 * A feed for Vue's components.
 *
 * @see docs/frameworks.md
 * @packageDocumentation
 */

import {
  computed,
  onScopeDispose,
  shallowRef,
  toValue,
  watch,
  type ComputedRef,
  type MaybeRefOrGetter,
  type Ref,
} from 'vue';
import { FeedStore } from './feed-store.js';
import { membersOf } from './members.js';
import type { FeedSnapshot, HookOptions, HookURL, ReadURL } from './snapshot.js';

export type { FeedRecord, FeedSnapshot, FeedStateName, HookOptions, HookURL, ReadURL } from './snapshot.js';

/** What {@link useFeed} gives: a ref for each member of a snapshot, and its functions. */
export type FeedRefs<T = unknown, D = string, R = undefined> = {
  readonly [K in keyof Omit<FeedSnapshot, 'reconnect' | 'close'>]: ComputedRef<FeedSnapshot<T, D, R>[K]>;
} & Pick<FeedSnapshot, 'reconnect' | 'close'>;

/**
 * Reads a feed until the effect scope ends, which is that of the component. `url` and `options` may be refs or getters: where they
 * change in content another feed takes the place, which begins without records. So a function that is to be asked for the URL
 * before each request is given by a getter. On a server nothing is opened.
 *
 * @example
 * const { records, state, error, reconnect } = useFeed<Message>(() => `/rooms/${props.room}/messages`, { keep: 50 });
 */
export function useFeed<T = unknown, D = string, R = undefined>(
  url: ReadURL | Ref<HookURL>,
  options: MaybeRefOrGetter<HookOptions<T, D, R>> = {},
): FeedRefs<T, D, R> {
  let store = new FeedStore(toValue<HookURL>(url), toValue(options));
  const snapshot = shallowRef(store.snapshot());
  const show = () => {
    snapshot.value = store.snapshot();
  };
  let leave = store.subscribe(show);
  const given = () => [toValue<HookURL>(url), toValue(options)] as const;
  const change = ([url, options]: ReturnType<typeof given>) => {
    if (store.serves(url, options)) return store.use(url, options);
    leave();
    store = new FeedStore(url, options);
    leave = store.subscribe(show);
    show();
  };
  watch(given, change, { deep: true });
  onScopeDispose(() => leave());
  const refs = membersOf(
    (name) => computed(() => snapshot.value[name]),
    () => store.snapshot(),
  );
  return refs as FeedRefs<T, D, R>;
}
