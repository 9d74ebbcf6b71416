import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hub } from '../src/host/share/hub.js';
import { batchOf, Listener, settled } from './share-batches.js';
import { failure, leading, page, response } from './share-leading.js';

test('who joins an open feed is open at once, and begins with the next record', async () => {
  const { hub, join } = leading();
  const first = join();
  hub.opened(response);
  await hub.received(batchOf(['1', '2']));
  const second = join();
  await hub.received(batchOf(['3']));
  await settled();
  assert.deepEqual(first.listener.log, ['open', '1', '2', '3']);
  assert.deepEqual(second.listener.log, ['open', '3']);
});

test('who joins a feed that is not open waits with the others', async () => {
  const { hub, join } = leading();
  join();
  hub.opened(response);
  hub.failed(failure);
  const { listener } = join();
  hub.opened(response);
  await settled();
  assert.deepEqual(listener.log, ['open']);
});

test('all know how many there are, also behind a participant that follows', async () => {
  const { hub, join } = leading();
  const first = join();
  const follower = new Hub('elected', { changed() {}, ended() {} });
  const there = [new Listener(), new Listener()] as const;
  follower.join(there[0], page);
  follower.follow(hub.position!, hub.join(follower, { ...page, follower: true, position: hub.position }));
  const known = async () => {
    await settled();
    return [first.listener, ...there].map(({ sharers }) => sharers);
  };
  assert.deepEqual(await known(), [2, 2, 0]);
  const second = follower.join(there[1], page);
  assert.deepEqual(await known(), [3, 3, 3]);
  second.close();
  assert.deepEqual(await known(), [2, 2, 3]);
  first.member.close();
  assert.deepEqual(await known(), [2, 1, 3]);
});

test('who asks for it has the latest records first', async () => {
  const { hub, join } = leading();
  join();
  hub.opened(response);
  await hub.received(batchOf(['1', '2', '3', '4']));
  await hub.received(batchOf(['5']));
  const three = join({ replay: 3 });
  const two = join({ replay: 2 });
  await hub.received(batchOf(['6']));
  await settled();
  assert.deepEqual(three.listener.log, ['open', '3', '4', '5', '6']);
  assert.deepEqual(two.listener.log, ['open', '4', '5', '6']);
});

test('one that is slow is not waited for, and what overflows is dropped for it alone', async () => {
  const { hub, join } = leading();
  const slow = join();
  const quick = join();
  slow.listener.slow = true;
  const long = 'x'.repeat(100_000); // 200 kB of text
  const ids = Array.from({ length: 20 }, (_, i) => `${i}${long}`);
  for (const id of ids) await hub.received(batchOf([id]));
  assert.equal(quick.listener.log.length, 20);
  slow.listener.slow = false;
  await slow.listener.take();
  const [first, gap, ...rest] = slow.listener.log.map((line) => line.replace(/x+/, ''));
  assert.equal(first, '0');
  const dropped = 19 - rest.length;
  assert.equal(gap, `overflow ${dropped} 0`);
  assert.deepEqual(
    rest,
    ids.slice(-rest.length).map((id) => id.replace(/x+/, '')),
  );
  assert.ok(dropped > 10 && rest.length >= 2, `${dropped} dropped, ${rest.length} kept`);
});

test('the link is held for one that keeps up, so that two that are equal lose nothing', async () => {
  const { hub, join } = leading(10_000);
  const slow = join();
  join();
  slow.listener.slow = true;
  const long = 'x'.repeat(100_000); // with its ID 400 kB
  await hub.received(batchOf([`0${long}`])); // which it takes its time for
  await hub.received(batchOf([`1${long}`]));
  let held = true;
  const last = hub.received(batchOf([`2${long}`])).then(() => (held = false));
  await settled();
  assert.equal(held, true);
  await slow.listener.take();
  await last;
  slow.listener.slow = false;
  await slow.listener.take();
  assert.deepEqual(
    slow.listener.log.map((line) => line.replace(/x+/, '')),
    ['0', '1', '2'],
  );
});

test('the link is held for nobody who has paused, sleeps or leaves', async () => {
  for (const go of ['pause', 'sleep', 'close'] as const) {
    const { hub, join } = leading(10_000);
    const slow = join();
    join();
    slow.listener.slow = true;
    const long = 'x'.repeat(200_000);
    await hub.received(batchOf(['0']));
    const held = hub.received(batchOf([`1${long}`]));
    await settled();
    if (go === 'sleep') slow.member.lifecycle('sleep');
    else slow.member[go]();
    await held;
    await hub.received(batchOf([`2${long}`]));
  }
});

test('one that has paused gets no records, and hears all else ahead of them', async () => {
  const { hub, join } = leading();
  const { member, listener } = join();
  join();
  member.pause();
  hub.opened(response);
  await settled();
  assert.deepEqual(listener.log, ['open']);
  await hub.received(batchOf(['1']));
  hub.failed(failure);
  await settled();
  assert.deepEqual(listener.log, ['open']);
  member.resume();
  await settled();
  assert.deepEqual(listener.log, ['open', '1', 'network']);
});

test('one that has had no record yet is told of what overflowed as well', async () => {
  const { hub, join } = leading();
  const { member, listener } = join();
  join();
  member.pause();
  const long = 'x'.repeat(300_000);
  for (const id of ['1', '2', '3', '4']) await hub.received(batchOf([id + long]));
  member.resume();
  await settled();
  assert.deepEqual(
    listener.log.map((line) => line.replace(/x+/, '')),
    ['overflow 3 ', '4'],
  );
});

test('what overflows takes along what was said meanwhile, but for how the feed stands', async () => {
  const { hub, join } = leading();
  const slow = join();
  join();
  slow.listener.slow = true;
  const long = 'x'.repeat(300_000);
  await hub.received(batchOf(['1']));
  hub.failed(failure);
  hub.notice({ type: 'warning', detail: { reason: 'server' } });
  hub.opened(response);
  for (const id of ['2', '3', '4']) await hub.received(batchOf([id + long]));
  slow.listener.slow = false;
  await slow.listener.take();
  assert.deepEqual(
    slow.listener.log.map((line) => line.replace(/x+/, '')),
    ['1', 'open', 'overflow 2 1', '4'],
  );
});

test('a record longer than a queue may be still comes', async () => {
  const { hub, join } = leading();
  const slow = join();
  join();
  slow.listener.slow = true;
  await hub.received(batchOf(['1']));
  await hub.received(batchOf(['2'.repeat(1 << 20)]));
  await slow.listener.take();
  assert.equal(slow.listener.log.at(-1)?.length, 1 << 20);
});

test('the link waits while nobody has taken what came', async () => {
  const { hub, join } = leading();
  const [a, b] = [join(), join()];
  a.listener.slow = b.listener.slow = true;
  let taken = false;
  void hub.received(batchOf(['1'])).then(() => (taken = true));
  await settled();
  assert.equal(taken, false);
  await b.listener.take();
  assert.equal(taken, true);
});

test('what nobody has taken goes to the next that comes', async () => {
  const { hub, join } = leading();
  const first = join();
  first.listener.slow = true;
  let taken = 0;
  for (const id of ['1', '2']) void hub.received(batchOf([id])).then(() => taken++);
  await first.listener.take(); // takes 1
  first.member.close();
  void hub.received(batchOf(['3'])).then(() => taken++);
  const second = join();
  await settled();
  assert.deepEqual(second.listener.log, ['2', '3']);
  assert.equal(taken, 3);
});

test('what a sleeper has not taken goes to the next that comes as well', async () => {
  const { hub, join } = leading();
  const first = join();
  first.listener.slow = true;
  let taken = false;
  void hub.received(batchOf(['1'])).then(() => (taken = true));
  first.member.lifecycle('sleep');
  const second = join();
  await settled();
  assert.deepEqual(second.listener.log, ['1']);
  assert.equal(taken, true);
});

test('the link is paused when all are', () => {
  const { join, upstream } = leading();
  const [a, b] = [join().member, join().member];
  a.pause();
  assert.deepEqual(upstream.log, []);
  b.pause();
  b.pause();
  assert.deepEqual(upstream.log, ['pause']);
  a.resume();
  b.resume();
  assert.deepEqual(upstream.log, ['pause', 'resume']);
  a.pause();
  b.close();
  assert.deepEqual(upstream.log, ['pause', 'resume', 'pause']);
  a.close(); // and whoever comes next finds it running
  assert.deepEqual(upstream.log, ['pause', 'resume', 'pause', 'resume']);
});

test('what befalls a page concerns it alone, but for what wakes the connection', () => {
  const { join, upstream } = leading();
  const [a, b] = [join().member, join().member];
  a.lifecycle('sleep');
  a.lifecycle('wake');
  b.lifecycle('online');
  a.connect();
  assert.deepEqual(upstream.log, ['wake', 'online', 'connect']);
});

test('the link sleeps while all do, and wakes for one who comes', () => {
  const { join, upstream } = leading();
  const [a, b] = [join().member, join().member];
  a.lifecycle('sleep');
  b.lifecycle('sleep');
  b.lifecycle('sleep');
  assert.deepEqual(upstream.log, ['hide', 'sleep']);
  upstream.log.length = 0;
  join({ visible: false });
  assert.deepEqual(upstream.log, ['wake']);
});

test('the cursor to keep is that of what was taken first, and one page writes it', async () => {
  const { hub, join } = leading();
  const none = join();
  const hidden = join({ keeps: true, visible: false });
  const seen = join({ keeps: true });
  hidden.listener.slow = true;
  await hub.received(batchOf(['1', '2']));
  await hub.received(batchOf(['3']));
  hidden.listener.slow = false;
  await hidden.listener.take();
  assert.deepEqual(
    [none, hidden, seen].map(({ listener }) => listener.kept),
    [[], [], ['2', '3']],
  );
  seen.member.close();
  await hub.received(batchOf(['4']));
  assert.deepEqual(hidden.listener.kept, ['4']);
});

test('the end is told to all, behind what they have not taken', async () => {
  const { hub, join, ends } = leading();
  const [quick, slow] = [join(), join()];
  slow.listener.slow = true;
  await hub.received(batchOf(['1']));
  await hub.received(batchOf(['2']));
  hub.failed({ ...failure, final: true });
  assert.equal(ends(), 1);
  slow.listener.slow = false;
  await slow.listener.take();
  for (const { listener } of [quick, slow]) assert.deepEqual(listener.log, ['1', '2', 'network!']);
});
