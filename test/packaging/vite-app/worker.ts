import { FeedSource } from 'feedsource';
import { read } from './show.js';

onmessage = async ({ data: url }) => postMessage(await read(FeedSource, url));
