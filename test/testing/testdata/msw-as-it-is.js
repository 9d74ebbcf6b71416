import { FeedSource, init } from 'feedsource';
import { fakeFeed } from 'feedsource/testing';
import { HttpResponse, http } from 'msw';
import { setupWorker } from 'msw/browser';

const events = fakeFeed().send('one').silence();
const worker = setupWorker(
  http.get('/news', ({ request }) => events.fetch(request)),
  http.get('/other', () => new HttpResponse('other')),
);

/** The status that a feed gets which does not wait until MSW has started. */
export async function ahead() {
  await init();
  const started = worker.start();
  const feed = new FeedSource('/news');
  const { error } = await new Promise((resolve) => (feed.onerror = resolve));
  await started;
  return error.status;
}

/** What the handler's side knows of a feed that was closed, when another request has come and gone. */
export async function closed() {
  const feed = new FeedSource('/news');
  await new Promise((resolve) => (feed.onmessage = resolve));
  feed.close();
  for (let request = 0; request < 5; request++) await fetch('/other');
  return events.requests.map(({ state }) => state);
}
