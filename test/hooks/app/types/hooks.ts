// What must compile with the hooks, and what must not.
import { signal } from '@angular/core';
import { FeedSource, type FeedError, type FeedEvent } from 'feedsource';
import { injectFeed } from 'feedsource/angular';
import { toObservable } from 'feedsource/observable';
import { useFeed, type FeedRecord } from 'feedsource/react';
import { createFeed as createSolidFeed } from 'feedsource/solid';
import { createFeed } from 'feedsource/svelte';
import { useFeed as useVueFeed } from 'feedsource/vue';
import { from, map, type Observable } from 'rxjs';
import { computed, reactive, ref } from 'vue';

interface Message {
  id: string;
  text: string;
}

const is = <T>(_value: T): void => {};

export function useReact(url: string | null) {
  const { records, latest, value, state, error, lastEventId, feed, reconnect, close } = useFeed<Message>(url);
  is<readonly FeedRecord<Message>[]>(records);
  is<string | undefined>(latest?.json.text);
  is<undefined>(value);
  is<'idle' | 'connecting' | 'open' | 'closed'>(state);
  is<FeedError | undefined>(error);
  is<string>(lastEventId);
  is<FeedSource<Message> | undefined>(feed);
  is<() => void>(reconnect);
  is<() => void>(close);

  const sum = useFeed('/numbers', { parse: Number, reduce: (total: number, { json }) => total + json, initial: 0 });
  is<number>(sum.value);
  is<number | undefined>(sum.latest?.json);

  useFeed(async ({ attempt }) => `/feed?attempt=${attempt}`);
  // @ts-expect-error: it is a number of records
  useFeed(url, { keep: '50' });
  // @ts-expect-error: there is no such option
  useFeed(url, { keeps: 50 });
  // @ts-expect-error: records do not change
  records.push(latest!);
}

export function useInVue() {
  const room = ref('lobby');
  const { records, state } = useVueFeed<Message>(() => `/rooms/${room.value}`, reactive({ keep: 5 }));
  is<readonly FeedRecord<Message>[]>(records.value);
  is<string>(state.value);
  useVueFeed(room);
  useVueFeed(computed(() => (room.value ? `/rooms/${room.value}` : null)));
  useVueFeed(() => async () => '/feed');
  // @ts-expect-error: this is read as a getter, which gives no URL but a promise
  useVueFeed(async () => '/feed');
}

export function others() {
  const feed = createFeed<Message>(
    () => '/feed',
    () => ({ keep: 5 }),
  );
  is<string | undefined>(feed.latest?.json.text);
  const solid = createSolidFeed('/feed', { reduce: (count: number) => count + 1, initial: 0 });
  is<number>(solid.value);
  const room = signal('lobby');
  const angular = injectFeed<Message>(() => `/rooms/${room()}`);
  is<readonly FeedRecord<Message>[]>(angular.records());
  // @ts-expect-error: this is read as an accessor, and an accessor is given nothing
  createSolidFeed(({ attempt }) => `/feed?attempt=${attempt}`);
}

export function observable(): Observable<string> {
  const messages = toObservable(() => new FeedSource<Message>('/feed'));
  messages.subscribe({ next: (event: FeedEvent<Message>) => event.json.text });
  // @ts-expect-error: a subscription opens a feed of its own, so it takes a function
  toObservable(new FeedSource('/feed'));
  return from(messages).pipe(map((event) => event.json.text));
}
