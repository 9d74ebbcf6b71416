import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { FeedEvent } from '../src/page/events.js';
import { batch, failure, open, response } from './host.js';
import { settled } from './source.js';

const texts = (events: readonly FeedEvent[]): string[] => events.map(({ data }) => data);

/** Whether a promise has resolved, or there was none. */
async function isTaken(taken: Promise<unknown> | undefined): Promise<boolean> {
  let isTaken = !taken;
  void taken?.then(() => (isTaken = true));
  await settled();
  return isTaken;
}

test('records wait for the first listener, and so does what is behind them', async () => {
  const { feed, page } = open();
  const heard: string[] = [];
  feed.onopen = () => heard.push('open');
  feed.onerror = () => heard.push('error');
  feed.addEventListener('keepalive', () => heard.push('keepalive'));
  page.opened(response);
  const taken = page.received(batch('-', 'a', 'tick:b', '-'));
  page.failed(failure({ type: 'complete', final: true }));
  assert.equal(await isTaken(taken), false, 'the body is not read on');
  assert.deepEqual(heard, ['open', 'keepalive']);
  assert.equal(feed.lastEventId, '');
  assert.equal(feed.readyState, 1);
  feed.onmessage = ({ data }) => heard.push(data);
  feed.addEventListener('tick', ({ data }) => heard.push(data));
  assert.equal(heard.length, 2, 'not while the page sets up its listeners');
  assert.equal(await isTaken(taken), true);
  assert.deepEqual(heard, ['open', 'keepalive', 'a', 'b', 'keepalive', 'error']);
  assert.equal(feed.lastEventId, '4');
  assert.equal(feed.readyState, 2);
});

test('records wait for a loop that begins late', async () => {
  const { feed, page } = open();
  page.opened(response);
  void page.received(batch('a', 'b'));
  void page.received(batch('c')); // of another connection
  page.failed(failure({ type: 'complete', final: true }));
  await settled();
  const found: FeedEvent[] = [];
  for await (const event of feed) found.push(event);
  assert.deepEqual(texts(found), ['a', 'b', 'c']);
});

test('a loop that failed late throws behind its records', async () => {
  const { feed, page } = open();
  void page.received(batch('a'));
  page.failed(failure({ type: 'status', final: true }));
  const loop = feed.values();
  assert.equal((await loop.next()).value?.data, 'a');
  await assert.rejects(loop.next(), { name: 'FeedError', type: 'status' });
});

test('a malformed record waits as well', async () => {
  const { feed, page } = open();
  const heard: string[] = [];
  feed.addEventListener('malformed', ({ reason }) => heard.push(reason));
  void page.received(batch('!'));
  await settled();
  assert.deepEqual(heard, []);
  feed.onmessage = () => {};
  await settled();
  assert.deepEqual(heard, ['not-json']);
});

test('what a listener of one event leaves of a chunk is for the next reader', async () => {
  const { feed, page } = open();
  const heard: string[] = [];
  const note = ({ data }: FeedEvent) => heard.push(data);
  feed.addEventListener('message', note, { once: true });
  const taken = page.received(batch('a', 'b', 'c', 'd'));
  assert.deepEqual(heard, ['a']);
  assert.equal(feed.lastEventId, '1');
  feed.addEventListener('message', note, { once: true });
  assert.equal(await isTaken(taken), false);
  assert.deepEqual(heard, ['a', 'b']);
  feed.onmessage = function (event) {
    note(event);
    this.onmessage = null;
  };
  await settled();
  assert.deepEqual(heard, ['a', 'b', 'c']);
  const { value } = await feed.values().next();
  assert.equal(value?.data, 'd');
});

test('rows of a direct link are kept while they wait', async () => {
  const { feed, page } = open();
  const first = batch('a', 'b');
  void page.received(first);
  first.rows.fill(0); // as the host does for the next batch
  const { value } = await feed.batches().next();
  assert.deepEqual(texts(value!), ['a', 'b']);
});

test('what a loop that prevents the close leaves is for the next loop, whenever that begins', async () => {
  const { feed, page, asked } = open();
  const taken = page.received(batch('a', 'b', 'c'));
  for await (const { data } of feed.values({ preventClose: true })) if (data === 'a') break;
  await new Promise((resolve) => setTimeout(resolve, 5));
  void page.received(batch('d'));
  assert.equal(await isTaken(taken), false);
  const found = [];
  for await (const { data } of feed.values({ preventClose: true })) if (found.push(data) === 3) break;
  assert.deepEqual(found, ['b', 'c', 'd']);
  assert.deepEqual(asked, []);
  assert.equal(await isTaken(taken), true);
});

test('or for a listener', async () => {
  const { feed, page } = open();
  const taken = page.received(batch('a', 'b', 'c'));
  for await (const _ of feed.values({ preventClose: true })) break;
  void page.received(batch('d', 'e'));
  const heard: string[] = [];
  feed.addEventListener('message', ({ data, target }) => heard.push(`${data} ${target === feed}`), { once: true });
  await settled();
  assert.deepEqual(heard, ['b true']);
  assert.equal(feed.lastEventId, '2');
  feed.onmessage = ({ data }) => heard.push(data);
  assert.equal(await isTaken(taken), true);
  assert.deepEqual(heard, ['b true', 'c', 'd', 'e']);
});

test('a loop that others outlive leaves nothing', async () => {
  const { feed, page } = open();
  const heard: string[] = [];
  feed.onmessage = ({ data }) => heard.push(data);
  const loop = feed.values({ preventClose: true });
  const first = loop.next();
  const taken = page.received(batch('a', 'b'));
  await first;
  await loop.return();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(await isTaken(taken), true);
  assert.deepEqual(heard, ['a', 'b']);
});

for (const [way, leave] of Object.entries({
  break: async (loop: AsyncGenerator<unknown>) => {
    for await (const _ of loop) break;
  },
  throw: async (loop: AsyncGenerator<unknown>) => {
    const thrown = async () => {
      for await (const _ of loop) throw new RangeError('enough');
    };
    await assert.rejects(thrown(), RangeError);
  },
  return: async (loop: AsyncGenerator<unknown>) => {
    await loop.next();
    await loop.return(undefined);
  },
})) {
  test(`leaving a loop by ${way} closes the feed, unless that is prevented`, async () => {
    for (const kind of ['values', 'batches'] as const) {
      for (const preventClose of [undefined, false, true]) {
        const { feed, page, asked } = open();
        void page.received(batch('a', 'b'));
        await leave(feed[kind](preventClose === undefined ? undefined : { preventClose }));
        assert.deepEqual([feed.readyState, asked], preventClose ? [0, []] : [2, ['close']]);
        for await (const _ of preventClose ? [] : feed) assert.fail('nothing is left');
      }
    }
  });
}

test('a loop throws the reason of a signal that aborts, and ends quietly when the page closes', async () => {
  for (const kind of ['values', 'batches'] as const) {
    const aborter = new AbortController();
    const { feed, page } = open({ signal: aborter.signal });
    const waiting = feed[kind]().next();
    const busy = feed[kind]({ preventClose: true });
    const other = busy.next();
    void page.received(batch('a'));
    await Promise.all([waiting, other]);
    const ahead = feed[kind]().next();
    await settled();
    aborter.abort();
    await assert.rejects(busy.next(), { name: 'AbortError' });
    await assert.rejects(ahead, { name: 'AbortError' });
    await assert.rejects(feed[kind]().next(), { name: 'AbortError' }, 'one that begins later');
    const closed = open({ signal: new AbortController().signal });
    const quiet = closed.feed[kind]().next();
    closed.feed.close();
    assert.deepEqual(await quiet, { done: true, value: undefined });
  }
  const early = open({ signal: AbortSignal.abort(null) });
  await assert.rejects(early.feed.values().next(), (reason) => reason === null);
});

test('30 s without a reader are told once, and again after the next reader', (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { feed, page } = open();
  const told: string[] = [];
  feed.addEventListener('warning', ({ detail }) => told.push(detail.reason));
  mock.timers.tick(60_000);
  assert.deepEqual(told, [], 'not ahead of the response');
  page.opened(response);
  void page.received(batch('a'));
  mock.timers.tick(29_000);
  assert.deepEqual(told, []);
  mock.timers.tick(1000);
  assert.deepEqual(told, ['unread']);
  mock.timers.tick(90_000);
  assert.deepEqual(told, ['unread'], 'once');
  const read = () => {};
  feed.addEventListener('message', read);
  feed.removeEventListener('message', read);
  mock.timers.tick(29_000);
  feed.pause();
  mock.timers.tick(60_000);
  feed.resume();
  mock.timers.tick(29_000);
  assert.deepEqual(told, ['unread']);
  mock.timers.tick(1000);
  assert.deepEqual(told, ['unread', 'unread']);
  feed.onmessage = read;
  feed.onmessage = null;
  feed.close();
  mock.timers.tick(60_000);
  assert.equal(told.length, 2);
});
