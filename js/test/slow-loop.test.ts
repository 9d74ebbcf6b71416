import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batch, open, response } from './host.js';
import { settled } from './source.js';

test('what comes behind the records of a slow loop moves the cursor behind them', async () => {
  const { feed, page } = open();
  page.opened(response);
  const loop = feed[Symbol.asyncIterator]();
  const next = () => loop.next().then(({ value }) => [(value as { data: string }).data, feed.lastEventId]);
  const first = next();
  void page.received(batch('a', 'b'));
  assert.deepEqual(await first, ['a', '']);
  void page.received({ ...batch(':beat'), ids: '' }); // the cursor has expired
  assert.equal(feed.lastEventId, '', 'a is not taken yet');
  assert.deepEqual(await next(), ['b', '1']);
  const third = next();
  await settled();
  assert.equal(feed.lastEventId, '', 'b does not bring the expired cursor back');
  void page.received({ ...batch(':bookmark'), ids: '\n8\n' });
  assert.equal(feed.lastEventId, '8', 'nothing waits');
  void page.received({ ...batch('c'), ids: '\n9\n10\n' });
  assert.deepEqual(await third, ['c', '8']);
  void loop.next();
  await settled();
  assert.equal(feed.lastEventId, '10', 'the batch ended behind its last record');
});
