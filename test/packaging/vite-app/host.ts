import { FeedSource } from 'feedsource';
import { list, read } from './show.js';

let last: FeedSource | undefined;

class InWorker extends FeedSource {
  constructor(url: string, init: object) {
    super(url, { ...init, worker: true });
    last = this;
  }
}

const lines = await read(InWorker, new URLSearchParams(location.search).get('feed')!);
list([...lines, last!.stats.host]);
