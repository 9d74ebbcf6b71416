// Runs in a document with a feed, which leaves for the document away.html, and reports what it
// saw when it is back. It speaks for itself: a driver loses sight of a document in the cache.

import { FeedSource, init } from '/dist/index.js';
import { base } from '/site.js';
import { pause } from './feeds.js';

const ids = [];
const log = [];
const feed = new FeedSource(base + '/espresso/subscribe?from=1&rate=100', {
  share: location.search === '?share',
});
const more = async (n) => {
  while (ids.length < n) await pause(5);
};
for (const type of ['message', 'time', 'news']) {
  feed.addEventListener(type, (e) => ids.push(Number(e.lastEventId)));
}
feed.onerror = (e) => log.push(e.error.type + ' ' + feed.readyState);
addEventListener('pageshow', async (e) => {
  log.push('persisted ' + e.persisted);
  if (!e.persisted) return;
  await more(ids.length + 20);
  feed.close();
  await fetch('/report', { method: 'POST', body: JSON.stringify({ ids, log }) });
});
await more(20);
await init(); // which tells of the leave-taking; what is put away before that hears of it when it is back
location = '/away.html';
