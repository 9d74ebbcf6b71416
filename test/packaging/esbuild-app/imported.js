// Has esbuild copy the engine: --loader:.gz=file makes this import its address.
import { FeedSource, init } from 'feedsource';
import wasm from 'feedsource/feedsource.wasm.gz';
import { show } from './show.js';

init({ wasm: new URL(wasm, import.meta.url) });
show(FeedSource);
