import { read, show } from './show.js';

globalThis.read = read;
show(FeedSource);
