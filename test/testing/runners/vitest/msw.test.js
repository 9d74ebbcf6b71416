import '../suite/engine.js';
import { FeedSource } from 'feedsource';
import { fakeFeed } from 'feedsource/testing';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

// #region msw
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

test('the news go on after a cut', async () => {
  const fake = fakeFeed().send({ id: '1', data: 'one' }).cut().send({ id: '2', data: 'two' }).silence();
  server.use(http.get('https://feeds.example/news', ({ request }) => fake.fetch(request)));

  const news = [];
  for await (const { data } of new FeedSource('https://feeds.example/news')) {
    if (news.push(data) === 2) break;
  }

  expect(news).toEqual(['one', 'two']);
  expect(fake.requests.map(({ cursor }) => cursor)).toEqual(['', '1']);
});
// #endregion

// #region msw-stream
test('the news come in a stream of your own', async () => {
  const lines = ['{"text":"one"}\n', '{"text":"two"}\n'];
  const encoder = new TextEncoder();
  const stream = () =>
    new ReadableStream({
      pull(controller) {
        const line = lines.shift();
        if (line) controller.enqueue(encoder.encode(line));
        else controller.close();
      },
    });
  server.use(
    http.get('https://feeds.example/news', () => {
      return new HttpResponse(stream(), { headers: { 'Content-Type': 'application/x-ndjson' } });
    }),
  );

  const news = [];
  for await (const { json } of new FeedSource('https://feeds.example/news', { reconnect: false })) news.push(json.text);

  expect(news).toEqual(['one', 'two']);
});
// #endregion

test('a refusal and a lost connection are told as what they are', async () => {
  server.use(
    http.get('https://feeds.example/news', () => new HttpResponse('no token', { status: 401 }), { once: true }),
  );
  const read = async () => {
    for await (const _ of new FeedSource('https://feeds.example/news', { reconnect: false }));
  };
  await expect(read()).rejects.toMatchObject({ type: 'status', status: 401, body: 'no token' });
  server.use(http.get('https://feeds.example/news', () => HttpResponse.error(), { once: true }));
  await expect(read()).rejects.toMatchObject({ type: 'network' });
});

test('what no handler answers fails, and no network is asked', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const read = async () => {
    for await (const _ of new FeedSource('https://feeds.example/other', { reconnect: false }));
  };
  const failure = await read().catch((error) => error);
  expect(failure.type).toBe('network');
  expect(failure.cause.cause.message).toContain('Cannot bypass a request');
  expect(said).toHaveBeenCalledOnce();
  said.mockRestore();
});

test('a cut ahead of the head is a 500, which MSW makes of what a handler throws', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const fake = fakeFeed().cut();
  server.use(http.get('https://feeds.example/news', ({ request }) => fake.fetch(request)));
  const read = async () => {
    for await (const _ of new FeedSource('https://feeds.example/news', { reconnect: false }));
  };
  await expect(read()).rejects.toMatchObject({ type: 'status', status: 500 });
  said.mockRestore();
});

test('a handler is told that a feed was closed, whatever it reads', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const fakes = [fakeFeed({ format: 'lines' }).send('one').silence(), fakeFeed().send('one').silence(), fakeFeed()];
  server.use(http.get('https://feeds.example/:number', ({ request, params }) => fakes[params.number].fetch(request)));
  for (const [number, fake] of fakes.entries()) {
    const feed = new FeedSource(`https://feeds.example/${number}`);
    if (number < 2) await new Promise((resolve) => (feed.onmessage = resolve));
    else await fake.until(() => fake.requests.length === 1);
    feed.close();
    await fake.until(() => fake.closed === 1);
    expect(fake.requests[0].state).toBe('aborted');
  }
  await vi.waitFor(() => expect(said).toHaveBeenCalledTimes(2)); // of the answer that nobody wanted any more
  said.mockRestore();
});
