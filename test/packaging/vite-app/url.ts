import { FeedSource, init } from 'feedsource';
import wasm from 'feedsource/feedsource.wasm.gz?url';
import { show } from './show.js';

void init({ wasm });
void show(FeedSource);
