/// <reference types="feedsource/script" />
/// <reference types="feedsource/client" />
// What an app writes that has the class by a script tag, or the engine's address by Vite.
import type { FeedEvent as Imported } from 'feedsource';
import plain from 'feedsource/feedsource.wasm?url';
import zipped from 'feedsource/feedsource.wasm.gz?url';
import { expect, type Same } from './expect.js';

interface Message {
  text: string;
}

const feed: FeedSource<Message> = new FeedSource('/feed', { headers: { Authorization: 'Bearer x' } });
feed.onmessage = (event) => {
  expect<Same<typeof event, FeedSource.FeedEvent<Message>>>();
  expect<Same<typeof event, Imported<Message>>>();
};
feed.onerror = ({ error }) => {
  if (error instanceof FeedSource.FeedError) expect<Same<typeof error, FeedSource.FeedError>>();
};
const inferred = new FeedSource('/feed', { parse: (data) => BigInt(data) });
expect<Same<typeof inferred, FeedSource<bigint>>>();
const strict: FeedSource.EventSource = new FeedSource.EventSource('/events');
strict.close();

expect<Same<typeof globalThis.FeedSource.CLOSED, 2>>();
expect<Same<(typeof FeedSource.formats)[0], 'auto'>>();
await FeedSource.init({ wasm: plain });
await FeedSource.init({ wasm: zipped });
export const body: FeedSource.FeedEvent['text'] = new TextDecoder().decode(FeedSource.envelope('{}'));

// @ts-expect-error a script carries no presets
FeedSource.presets;
// @ts-expect-error an option that there is not
new FeedSource('/', { header: {} });
// @ts-expect-error a file that there is not
await import('feedsource/engine.wasm?url');
