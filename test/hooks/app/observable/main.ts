import { FeedSource } from 'feedsource';
import { toObservable } from 'feedsource/observable';
import { firstValueFrom, from, toArray } from 'rxjs';
import { latest } from './latest';

Object.assign(globalThis, {
  shown: [],
  listen(url: string) {
    const subscription = latest(url, 'token').subscribe((texts) => {
      shown = texts;
    });
    Object.assign(globalThis, { stop: () => subscription.unsubscribe() });
  },
  /** All data of a feed that ends, or what its error says. */
  all: (url: string) =>
    firstValueFrom(from(toObservable(() => new FeedSource(url, { reconnect: false }))).pipe(toArray())).then(
      (events) => events.map(({ data }) => data),
      (error) => [`${error.name} ${error.status}`],
    ),
});
