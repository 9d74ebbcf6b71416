import { expect, test } from '@playwright/test';

// #region playwright
test('a room goes on after a cut', async ({ page }) => {
  await page.addInitScript({ path: 'node_modules/feedsource/dist/testing-global.js' });
  await page.addInitScript(() => {
    globalThis.fake = FeedSourceTesting.fakeFeed();
    fake.send({ id: '1', data: 'one' }).wait(60_000).send({ id: '2', data: 'two' }).cut();
    fake.send({ id: '3', data: 'three' });
    fake.intercept('/rooms/1');
  });

  await page.goto('/room.html');
  const records = page.getByRole('listitem');
  await expect(records).toHaveText(['one']);
  await page.evaluate(() => fake.clock.advance(60_000));
  await expect(records).toHaveText(['one', 'two', 'three']);

  const requests = await page.evaluate(() => fake.requests);
  expect(requests.map(({ cursor, state }) => [cursor, state])).toEqual([
    ['', 'cut'],
    ['2', 'open'],
  ]);
});
// #endregion

test("the script and FeedSource's own waits go by Playwright's clock", async ({ page }) => {
  await page.clock.install();
  await page.addInitScript({ path: 'node_modules/feedsource/dist/testing-global.js' });
  await page.addInitScript(() => {
    globalThis.fake = FeedSourceTesting.fakeFeed({ clock: 'timers' });
    fake.send({ id: '1', data: 'one' }).wait(3_600_000).cut().status(503, { 'Retry-After': '3600' });
    fake.send({ id: '2', data: 'two' });
    fake.intercept('/rooms/1');
  });

  await page.goto('/room.html');
  const records = page.getByRole('listitem');
  await expect(records).toHaveText(['one']);
  await page.clock.fastForward('01:00:00');
  await expect(page.getByText('reconnecting')).toBeVisible();
  await page.waitForFunction(() => fake.requests.length === 2);
  await page.clock.fastForward('02:00:00');
  await expect(records).toHaveText(['one', 'two']);
  expect(await page.evaluate(() => fake.requests.map(({ cursor }) => cursor))).toEqual(['', '1', '1']);
});

// #region playwright-route
const events = { contentType: 'text/event-stream', body: 'id: 1\ndata: one\n\nid: 2\ndata: two\n\n' };

test('a route answers with a whole body, and then with 204', async ({ page }) => {
  const cursors = [];
  await page.route('**/rooms/1?*', (route) => {
    cursors.push(route.request().headers()['last-event-id']);
    return route.fulfill(cursors.length === 1 ? events : { status: 204 });
  });

  await page.goto('/room.html');
  await expect(page.getByText('no-content')).toBeVisible(); // the page says what has ended its feed
  await expect(page.getByRole('listitem')).toHaveText(['one', 'two']);
  expect(cursors).toEqual([undefined, '2']);
});
// #endregion

test('a route that says nothing else answers again and again, and feeds in a worker too', async ({ page }) => {
  await page.route(/\/(rooms\/1|news)/, (route) => route.fulfill(events));
  await page.goto('/room.html');
  for (const options of [{}, { worker: true }]) {
    const news = await page.evaluate(async (options) => {
      const news = [];
      for await (const { data } of new FeedSource('/news', { ...options, reconnect: false })) news.push(data);
      return news;
    }, options);
    expect(news).toEqual(['one', 'two']);
  }
  await expect(page.getByRole('listitem')).toHaveText(['one', 'two', 'one', 'two']);
});

test('a shared feed has a worker that no route answers', async ({ page }) => {
  await page.route(/\/(rooms\/1|news)/, (route) => route.fulfill(events));
  await page.goto('/room.html');
  const status = await page.evaluate(async () => {
    const feed = new FeedSource('/news', { share: true });
    return new Promise((resolve) => (feed.onerror = ({ error }) => resolve(error.status)));
  });
  expect(status).toBe(404); // of the site itself
});
