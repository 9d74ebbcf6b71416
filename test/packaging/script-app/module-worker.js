import { FeedSource } from './node_modules/feedsource/dist/index.js';
import { read } from './show.js';

onmessage = async ({ data: { url } }) => postMessage(await read(FeedSource, url));
