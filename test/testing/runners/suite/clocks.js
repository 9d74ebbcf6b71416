import assert from 'node:assert/strict';
import { FeedSource } from 'feedsource';
import { fakeFeed, VirtualClock } from 'feedsource/testing';
import { heard, textsOf, toldBy, url } from './reading.js';

/** What waits by which clock. */
export function clocks(test) {
  test('a script waits until its clock is advanced', async () => {
    const fake = fakeFeed({ format: 'lines' }).wait(1000).send('one').wait(60_000).send('two').end();
    const read = heard({ format: 'lines', fetch: fake.fetch, reconnect: false });
    await fake.clock.advance(999);
    assert.equal(read.feed.readyState, FeedSource.CONNECTING);
    await fake.clock.advance(1);
    assert.deepEqual(read.told, ['one']);
    await fake.clock.advance(59_999);
    assert.deepEqual(read.told, ['one']);
    await fake.clock.advance(1);
    assert.deepEqual(read.told, ['one', 'two', 'complete']);
    assert.equal(fake.clock.now, 61_000);
  });

  test('a clock can go on by itself', async () => {
    const fake = fakeFeed({ format: 'lines', autoAdvance: true }).wait(3_600_000).send('an hour later').end();
    assert.deepEqual(await textsOf({ format: 'lines', fetch: fake.fetch, reconnect: false }), ['an hour later']);
    assert.equal(fake.clock.now, 3_600_000);
  });

  test('two feeds can share a clock', async () => {
    const clock = new VirtualClock();
    const order = [];
    const read = async (ms) => {
      const fake = fakeFeed({ format: 'lines', clock }).wait(ms).send(`${ms}`).end();
      order.push(...(await textsOf({ format: 'lines', fetch: fake.fetch, reconnect: false })));
    };
    const all = Promise.all([read(300), read(100), read(200)]);
    await clock.advance(300);
    await all;
    assert.deepEqual(order, ['100', '200', '300']);
  });

  test('an installed clock drives the waits of FeedSource', async () => {
    const fake = fakeFeed().status(503, { 'Retry-After': '120' }).send('back').end();
    const uninstall = fake.clock.install();
    try {
      const before = Date.now();
      const read = heard({ fetch: fake.fetch });
      await toldBy(read, 1);
      await fake.clock.advance(119_000);
      assert.equal(fake.requests.length, 1);
      await fake.clock.advance(14_000); // up to a tenth more
      assert.deepEqual(read.told.slice(0, 2), ['status', 'back']);
      assert.equal(Date.now() - before, 133_000);
      read.feed.close();
    } finally {
      uninstall();
    }
  });

  test('silence is found by an installed clock', async () => {
    const fake = fakeFeed({ format: 'ndjson' }).send({ id: 1 }).silence().send({ id: 2 });
    const uninstall = fake.clock.install();
    try {
      const read = heard({ format: 'ndjson', fetch: fake.fetch, keepalive: { timeoutMs: 45_000 } });
      await toldBy(read, 1);
      await fake.clock.advance(44_000);
      assert.equal(fake.requests.length, 1);
      await fake.clock.advance(2_000);
      assert.deepEqual(read.told, ['{"id":1}', 'stall', '{"id":2}']);
      assert.equal(fake.requests[0].state, 'aborted');
      read.feed.close();
    } finally {
      uninstall();
    }
  });

  test('timers by an installed clock are timers', async () => {
    const clock = new VirtualClock();
    const [real, RealDate, now] = [setTimeout, Date, performance.now];
    const uninstall = clock.install();
    const told = [];
    setTimeout((...args) => told.push(...args), 20, 'late', 'args');
    setTimeout(() => told.push('soon'), 10);
    clearTimeout(setTimeout(() => told.push('never'), 5));
    const beat = setInterval(() => told.push('beat') === 3 && clearInterval(beat), 15);
    const [date, at] = [new Date(), performance.now()];
    await clock.advance(100);
    assert.deepEqual(told, ['soon', 'beat', 'late', 'args', 'beat', 'beat', 'beat', 'beat', 'beat']);
    clearInterval(beat);
    assert.equal(Date.now() - date.getTime(), 100);
    assert.equal(performance.now() - at, 100);
    assert.equal(new Date(5).getTime(), 5);
    assert.ok(new Date() instanceof Date);
    assert.throws(() => new VirtualClock().install(), /timers are faked already/);
    uninstall();
    assert.deepEqual([setTimeout, Date, performance.now], [real, RealDate, now]);
    await new Promise((resolve) => setTimeout(resolve, 1));
  });

  test('a clock goes forward', async () => {
    await assert.rejects(new VirtualClock().advance(-1), RangeError);
    await assert.rejects(new VirtualClock().advance(Infinity), RangeError);
    assert.throws(() => fakeFeed({ clock: 'timers' }).clock, /no clock/);
    assert.throws(() => fakeFeed({ clock: 'real' }), /clock is "real"; it can be a VirtualClock, or 'timers'/);
  });

  test('the waits of a page that has gone are over', async () => {
    const fake = fakeFeed().open().wait(1e6).send('never');
    const controller = new AbortController();
    await fake.fetch(url, { signal: controller.signal });
    controller.abort();
    await fake.until(() => fake.isPlayed);
    assert.equal(fake.clock.now, 0);
  });
}

/** The waits of scripts and of FeedSource by the timers that a test runner has put in the place of the real ones. */
export function runnersTimers(test, { fake: install, advance, restore }) {
  test('the timers of the test runner drive scripts and feeds', async () => {
    install();
    try {
      const fake = fakeFeed({ format: 'lines', clock: 'timers' }).status(503).wait(10_000).send('back').end();
      const read = heard({ format: 'lines', fetch: fake.fetch });
      await toldBy(read, 1);
      await advance(5_000); // what FeedSource waits after a 503, at most
      await fake.until(() => fake.requests.length === 2);
      assert.deepEqual(read.told, ['status']);
      await advance(10_000);
      assert.deepEqual((await toldBy(read, 2)).slice(0, 2), ['status', 'back']);
      read.feed.close();
    } finally {
      restore();
    }
  });
}
