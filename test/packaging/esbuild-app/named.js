// Names the engine's address, as a classic script must, which does not know its own.
import { FeedSource, init } from 'feedsource';
import { show } from './show.js';

init({ wasm: 'node_modules/feedsource/dist/feedsource.wasm.gz' });
show(FeedSource);
