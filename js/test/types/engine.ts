// Where the engine comes from.
import { type formats, init, type FeedHeaders, type FeedSourceInit, type Format, type WasmSource } from 'feedsource';
import { expect, type Same } from './expect.js';

await init();
await init({ wasm: '/feedsource.wasm' });
await init({ worker: true, share: 'name', interim: false, warmUp: false });
await init({ wasm: new URL('feedsource.wasm', 'https://example.com/') });
await init({ wasm: fetch('/feedsource.wasm') });
await init({ wasm: await fetch('/feedsource.wasm') });
await init({ wasm: new ArrayBuffer(8) });
await init({ wasm: new Uint8Array(8) });
await init({ wasm: await WebAssembly.compileStreaming(fetch('/feedsource.wasm')) });

expect<Same<(typeof formats)[number], Format>>();
export const headers: FeedHeaders[] = [{}, new Headers(), [['a', 'b']], () => ({}), async () => new Headers()];
export const source: WasmSource = '/feedsource.wasm.gz';
export const options: FeedSourceInit = {
  credentials: 'include',
  headers: { Accept: 'application/json' },
  reconnect: false,
};

// Bundlers give the address of a file that is imported.
import gzip from 'feedsource/feedsource.wasm.gz';
import type plain from 'feedsource/feedsource.wasm';
import type brotli from 'feedsource/feedsource.wasm.br';

await init({ wasm: gzip });
expect<Same<typeof gzip | typeof plain | typeof brotli, string>>();
