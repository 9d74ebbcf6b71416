import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hub } from '../src/host/share/hub.js';
import { start } from '../src/host/share/position.js';
import { batchOf, Listener, placed, settled } from './share-batches.js';
import { failure, leading, page, Upstream } from './share-leading.js';

test('after a takeover each gets what it lacks, and nothing twice', async () => {
  const { hub, join } = leading();
  const own = join();
  await hub.received(batchOf(['1', '2', '3']));
  const position = hub.position!;
  hub.detach(failure);
  const least = { ...position, next: 1, cursor: '1', resumesAt: 1 };
  hub.lead(least, () => new Upstream());
  const follower = join({ follower: true, position: least });
  const ahead = join({ follower: true, position: { ...position, next: 2 } });
  await hub.received(batchOf(['2', '3', '4']));
  await settled();
  assert.deepEqual(own.listener.log, ['1', '2', '3', 'network', '4']);
  assert.deepEqual(follower.listener.log, ['2', '3', '4']);
  assert.deepEqual(ahead.listener.log, ['3', '4']);
});

test('a follower that missed too much is told of it by its own hub', async () => {
  const hub = new Hub('elected', { changed() {}, ended() {} });
  const listener = new Listener();
  hub.join(listener, page);
  const position = { run: 'run', next: 5, cursor: '4', resumesAt: 5 };
  hub.follow(position, new Upstream());
  await hub.received(placed(5, '5'));
  await hub.received(placed(9, '9'));
  assert.deepEqual(listener.log, ['5', 'overflow 3 5', '9']);
  assert.equal(hub.position!.cursor, '9');
});

test('a run of which nothing is known begins with a gap', async () => {
  const { hub, join } = leading();
  const { listener } = join();
  await hub.received(batchOf(['1', '2']));
  hub.detach(failure);
  hub.lead(start(''), () => new Upstream());
  await hub.received(batchOf(['7']));
  const late = join();
  await hub.received(batchOf(['8']));
  assert.deepEqual(listener.log, ['1', '2', 'network', 'no-resume 2', '7', '8']);
  assert.deepEqual(late.listener.log, ['8']);
});

test('who is back from a host that is gone goes on where it stopped, and the link where the last of them did', async () => {
  const hub = new Hub('shared', { changed() {}, ended() {} });
  const position = { run: 'run', next: 5, cursor: '4', resumesAt: 5 };
  const join = (more: object) => {
    const listener = new Listener();
    hub.join(listener, { ...page, ...more });
    return listener.log;
  };
  const ahead = join({ position });
  const last = join({ position: { ...position, next: 3, cursor: '2', resumesAt: 3 } });
  assert.equal(hub.position!.next, 3);
  hub.lead(hub.position!, () => new Upstream());
  await hub.received(batchOf(['3', '4', '5', '6']));
  const late = join({ position: { ...position, next: 4, cursor: '3', resumesAt: 4 } });
  await settled();
  assert.deepEqual(ahead, ['5', '6']);
  assert.deepEqual(last, ['3', '4', '5', '6']);
  assert.deepEqual(late, ['4', '5', '6']);
});

test('who is back too late to go on is told of a gap', async () => {
  const { hub, join } = leading();
  const { listener } = join({ position: { run: 'another', next: 3, cursor: '2', resumesAt: 3 } });
  await hub.received(batchOf(['7']));
  assert.deepEqual(listener.log, ['no-resume 2', '7']);
});
