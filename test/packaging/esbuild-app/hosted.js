// Reads in a worker, with the package in a chunk.
import { FeedSource } from 'feedsource';
import { list, read } from './show.js';

let last;

class InWorker extends FeedSource {
  constructor(url, init) {
    super(url, { ...init, worker: true });
    last = this;
  }
}

const lines = await read(InWorker, new URLSearchParams(location.search).get('feed'));
list([...lines, last.stats.host]);
