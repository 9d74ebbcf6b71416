// What an app writes that reads several types of events, and functions that take any feed.
import { type FeedEvent, FeedSource, type StandardSchema, type TypedFeedEvent, type TypedFeedSource } from 'feedsource';
import { expect, type Same } from './expect.js';

interface Tick {
  mid: number;
}
interface Trade {
  price: number;
}
interface Quotes {
  message: Tick;
  trade: Trade;
}

const quotes: TypedFeedSource<Quotes> = new FeedSource('/quotes', { headers: { Accept: 'text/event-stream' } });
quotes.addEventListener('trade', (event) => {
  expect<Same<typeof event, FeedEvent<Trade, string, 'trade'>>>();
  expect<Same<typeof event.json.price, number>>();
});
quotes.addEventListener('message', ({ json }) => expect<Same<typeof json, Tick>>());
quotes.onmessage = ({ json }) => expect<Same<typeof json, Tick>>();
quotes.addEventListener('*', (event) => expect<Same<typeof event, TypedFeedEvent<Quotes>>>());
quotes.addEventListener('halt', ({ json }) => expect<Same<typeof json, unknown>>());
quotes.addEventListener('gap', ({ detail }) => expect<Same<typeof detail.from, string>>());
quotes.onerror = (event) => {
  if (!event.error) expect<Same<typeof event.json, unknown>>();
};

for await (const event of quotes) {
  if (event.type === 'trade') expect<Same<typeof event.json, Trade>>();
  else expect<Same<typeof event.json, Tick>>();
}
for await (const { type, json } of quotes.values({ preventClose: true })) {
  if (type === 'trade') expect<Same<typeof json, Trade>>();
}
for await (const events of quotes.batches()) expect<Same<typeof events, TypedFeedEvent<Quotes>[]>>();

// A server's own event `error` is one of the types.
const answer: TypedFeedSource<{ delta: string; error: { code: number } }> = new FeedSource('/answer');
answer.onerror = (event) => {
  if (event.error) expect<Same<typeof event.error.final, boolean>>();
  else expect<Same<typeof event.json.code, number>>();
};
// Nothing is known of a type that is not named.
answer.onmessage = ({ json }) => expect<Same<typeof json, unknown>>();

// What reads records has to give what the types say.
declare const either: StandardSchema<Tick | Trade>;
declare const neither: StandardSchema<string>;
export const validated: TypedFeedSource<Quotes> = new FeedSource('/quotes', { schema: either });
export const parsed: TypedFeedSource<Quotes> = new FeedSource('/quotes', { parse: JSON.parse });
export const bytes: TypedFeedSource<Quotes, Uint8Array> = new FeedSource('/quotes', {
  format: 'aws-eventstream',
  parse: (data): Tick | Trade => ({ price: data.length }),
});
// @ts-expect-error the schema gives something else
export const unlike: TypedFeedSource<Quotes> = new FeedSource('/quotes', { schema: neither });
// @ts-expect-error and so does this parser
export const wrong: TypedFeedSource<Quotes> = new FeedSource('/quotes', { parse: (data) => data.length });

// @ts-expect-error trades have no such member
quotes.addEventListener('trade', ({ json }) => json.mid);
// @ts-expect-error which of them it is has to be asked
quotes.addEventListener('*', ({ json }) => json.price);
// @ts-expect-error nothing is known of a type that is not named
quotes.addEventListener('halt', ({ json }) => json.price);
// @ts-expect-error there is no such type to tell apart
quotes.addEventListener('*', ({ type }) => type === 'halt');

// A feed of anything is what a function can ask for that does not look into records.
export const closed = (feed: FeedSource) => feed.readyState === FeedSource.CLOSED;
closed(new FeedSource<Tick>('/ticks'));
closed(quotes);
export const anyData = (feed: FeedSource<unknown, unknown>) => feed.close();
anyData(new FeedSource<Tick, Uint8Array>('/ticks'));
anyData(bytes);
// @ts-expect-error a feed of anything is no feed of ticks
export const ticks: FeedSource<Tick> = new FeedSource('/ticks') as FeedSource;

// And what a function is generic in stays so.
export async function each<T>(feed: FeedSource<T>, show: (json: T) => void): Promise<void> {
  feed.onmessage = ({ json }) => show(json);
  feed.addEventListener('*', ({ json }) => show(json));
  feed.addEventListener('trade', ({ json }) => show(json));
  for await (const { json } of feed) show(json);
}
