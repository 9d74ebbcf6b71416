import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reorder } from '../src/stages/index.js';
import { Source, all, values } from './source.js';

const time = (event: number): number => Math.floor(event);

test('events come in order of time, those of one time as they came', async () => {
  assert.deepEqual(await all(reorder(values([2, 1.5, 3, 1.1, 2.7]), { time })), [1.5, 1.1, 2, 2.7, 3]);
});

test('an event is held for holdMs at most', async () => {
  const source = new Source<number>();
  const ordered = reorder(source, { time, holdMs: 20 });
  source.give(2, 1);
  assert.equal((await ordered.next()).value, 1);
  assert.equal((await ordered.next()).value, 2);
  source.give(1);
  assert.equal((await ordered.next()).value, 1, 'a late event goes on at once');
  await ordered.return();
  assert.equal(source.returned, 1);
});

test('when so many as limit are held the earliest leaves', async () => {
  const source = new Source<number>();
  const ordered = reorder(source, { time, holdMs: 2 ** 30, limit: 2 });
  source.give(5, 3);
  assert.equal((await ordered.next()).value, 3);
  source.end();
  assert.deepEqual(await all(ordered), [5]);
});

test('what is held is delivered before the error of the source', async () => {
  const error = new Error('broken');
  const ordered = reorder(values([2, 1], error), { time });
  assert.equal((await ordered.next()).value, 1);
  assert.equal((await ordered.next()).value, 2);
  await assert.rejects(ordered.next(), error);
});

for (const options of [{ holdMs: 0 }, { holdMs: 1.5 }, { limit: -1 }, { limit: 2 ** 30 + 1 }]) {
  test(`${JSON.stringify(options)} is refused at the first event`, async () => {
    await assert.rejects(reorder(values([1]), { time, ...options }).next(), {
      name: 'TypeError',
      message: /it can be a whole number from 1 to 2\^30/,
    });
  });
}
