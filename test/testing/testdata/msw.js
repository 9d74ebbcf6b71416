import { FeedSource } from 'feedsource';
import { fakeFeed } from 'feedsource/testing';
import { HttpResponse, http } from 'msw';
import { setupWorker } from 'msw/browser';

// #region msw-page
const worker = setupWorker();
await worker.start({ quiet: true, onUnhandledFrame: 'error' }); // ahead of the first feed

export async function newsGoOnAfterACut() {
  const fake = fakeFeed().send({ id: '1', data: 'one' });
  worker.use(http.get('/news', ({ request }) => fake.fetch(request)));

  const news = [];
  for await (const { data } of new FeedSource('/news')) {
    if (news.push(data) === 2) break;
    fake.cut().send({ id: '2', data: 'two' }).silence(); // now that the record is there: a cut can overtake it
  }

  await fake.until(() => fake.closed === 2);
  return { news, requests: fake.requests.map(({ cursor, state }) => `${cursor} ${state}`) };
}
// #endregion

// #region msw-page-stream
export async function newsComeInAStreamOfYourOwn() {
  const asked = [];
  const encoder = new TextEncoder();
  worker.use(
    http.get('/news', ({ request }) => {
      let id = Number(new URL(request.url).searchParams.get('since'));
      const last = id + 2;
      asked.push(id);
      const stream = new ReadableStream({
        pull(controller) {
          if (id === last) controller.close();
          else controller.enqueue(encoder.encode(`{"id":${++id}}\n`));
        },
      });
      return new HttpResponse(stream, { headers: { 'Content-Type': 'application/x-ndjson' } });
    }),
  );

  const ids = [];
  for await (const { json } of new FeedSource('/news', { id: '/id', resume: { query: 'since' } })) {
    if (ids.push(json.id) === 4) break;
  }
  return { ids, asked };
}
// #endregion

/** The same of feeds that have no fetch of the page's. */
export async function newsInAWorker({ options }) {
  const fake = fakeFeed().send({ id: '1', data: 'one' });
  worker.use(http.get('/news', ({ request }) => fake.fetch(request)));
  const [news, warnings] = [[], []];
  const feed = new FeedSource('/news', options);
  feed.addEventListener('warning', ({ message }) => warnings.push(message));
  for await (const { data } of feed) {
    if (news.push(data) === 2) break;
    fake.cut().send({ id: '2', data: 'two' }).silence();
  }
  return { news, cursors: fake.requests.map(({ cursor }) => cursor), warnings };
}

/** What the handler's side knows of feeds that were closed: the last of them tells when it would have known of all. */
export async function whatClosedFeedsAreToTheHandler() {
  const lines = fakeFeed({ format: 'lines' }).send('one').silence();
  const unanswered = fakeFeed();
  const events = fakeFeed().send('one').silence();
  const fakes = { lines, unanswered, events };
  worker.use(http.get('/closed/:name', ({ request, params }) => fakes[params.name].fetch(request)));
  for (const [name, fake] of Object.entries(fakes)) {
    const feed = new FeedSource(`/closed/${name}`);
    if (fake === unanswered) await fake.until(() => fake.requests.length === 1);
    else await new Promise((resolve) => (feed.onmessage = resolve));
    feed.close();
  }
  await events.until(() => events.closed === 1);
  return Object.fromEntries(Object.entries(fakes).map(([name, { requests }]) => [name, requests[0].state]));
}

/** What handlers that give no body are to a feed. */
export async function failures() {
  const cut = fakeFeed().cut();
  worker.use(
    http.get('/cut', ({ request }) => cut.fetch(request)),
    http.get('/unreachable', () => HttpResponse.error()),
    http.get('/refused', () => new HttpResponse('no token', { status: 401 })),
  );
  const failures = [];
  for (const url of ['/cut', '/unreachable', '/refused']) {
    const feed = new FeedSource(url, { reconnect: false });
    const { error } = await new Promise((resolve) => (feed.onerror = resolve));
    failures.push(`${error.type} ${error.status ?? ''}`);
  }
  return failures;
}
