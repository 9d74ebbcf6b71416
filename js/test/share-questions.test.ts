import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Listener, settled } from './share-batches.js';
import { failure, leading, page } from './share-leading.js';

const state = { attempt: 1, lastEventId: '', count: 0, from: '', resuming: false };

test('questions go to one that is visible and takes what comes; the next is asked if it goes', async () => {
  const { hub, join } = leading();
  const hidden = join({ visible: false });
  const paused = join();
  const first = join();
  const second = join();
  paused.member.pause();
  hidden.listener.answer = async () => [['from', 'hidden']];
  const answer = hub.headers(state);
  await settled();
  assert.deepEqual(
    [hidden, paused, first, second].map(({ listener }) => listener.log.join()),
    ['', '', 'headers?', ''],
  );
  first.member.close();
  await settled();
  assert.deepEqual(second.listener.log, ['headers?']);
  second.member.lifecycle('sleep');
  assert.deepEqual(await answer, [['from', 'hidden']]);
});

test('a refusal is the answer', async () => {
  const { hub, join } = leading();
  const { listener } = join();
  join();
  listener.answer = async () => {
    throw new RangeError('no token');
  };
  await assert.rejects(hub.headers(state), /no token/);
});

test('a question waits for whoever comes when nobody is left', async () => {
  const { hub, join } = leading();
  const first = join();
  const answer = hub.missing('5');
  await settled();
  first.member.close();
  await settled();
  const second = new Listener();
  second.answer = async () => '{}\n';
  hub.join(second, page);
  assert.equal(await answer, '{}\n');
});

test('one that says nothing for long is not waited for', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { hub, join } = leading();
  const [silent, other] = [join(), join()];
  other.listener.answer = async () => 3;
  const answer = hub.delay(failure);
  t.mock.timers.tick(9999);
  await Promise.resolve();
  assert.deepEqual([silent.listener.log, other.listener.log], [['delay?'], []]);
  t.mock.timers.tick(1);
  assert.equal(await answer, 3);
});
