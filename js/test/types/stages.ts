// What an app writes that puts stages between a feed and its view.
import { FeedEvent, FeedSource } from 'feedsource';
import {
  reorder,
  toReadable,
  toTransform,
  twitter,
  withoutDeleted,
  type DeletedOptions,
  type ReorderOptions,
} from 'feedsource/stages';
import { expect, type Same } from './expect.js';

interface Post {
  id: string;
  sent: string;
}

const feed = new FeedSource<Post>('/feed');
const order: ReorderOptions<FeedEvent<Post>> = { time: ({ json }) => Date.parse(json.sent), holdMs: 2000, limit: 100 };
const notices: DeletedOptions<FeedEvent<Post>> = { key: ({ json }) => json.id, deleted: () => undefined, limit: 10 };

for await (const event of reorder(feed, { time: (event) => event.receivedAt }))
  expect<Same<typeof event, FeedEvent<Post>>>();
for await (const event of reorder(withoutDeleted(feed, notices), order)) expect<Same<typeof event, FeedEvent<Post>>>();
for await (const event of reorder(withoutDeleted(feed, twitter), { ...twitter, holdMs: 3000 })) {
  expect<Same<typeof event, FeedEvent<Post>>>();
}
for await (const event of withoutDeleted(new FeedSource('/feed'), twitter)) expect<Same<typeof event.json, unknown>>();

export const times: ReadableStream<number> = toReadable(feed)
  .pipeThrough(toTransform((events) => reorder(events, order)))
  .pipeThrough(
    toTransform(async function* (events: AsyncIterable<FeedEvent>) {
      for await (const { receivedAt } of events) yield receivedAt;
    }),
  );

// @ts-expect-error events have to have a time
reorder(feed, {});
// @ts-expect-error a time is a number
reorder(feed, { time: ({ json }) => json.sent });
// @ts-expect-error a misspelt option
reorder(feed, { time: () => 0, hold: 5 });
// @ts-expect-error records have no such member
withoutDeleted(feed, { key: ({ json }) => json.id_str, deleted: () => undefined });
// @ts-expect-error a stage takes a feed, not one of its batches
withoutDeleted([new FeedEvent('message')], twitter);
