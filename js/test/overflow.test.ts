import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overflow } from '../src/stages/index.js';
import { Source, all, settled, values } from './source.js';

test('a loop that keeps up gets everything', async () => {
  const events = overflow(values([1, 2, 3]));
  assert.deepEqual(await all(events), [1, 2, 3]);
  assert.equal(events.dropped, 0);
});

test('drop-oldest keeps the newest', async () => {
  const source = new Source<number>();
  const events = overflow(source, { limit: 2 });
  source.give(0);
  assert.equal((await events.next()).value, 0);
  source.give(1, 2, 3, 4);
  await settled();
  assert.equal(events.dropped, 2);
  source.end();
  assert.deepEqual(await all(events), [3, 4]);
});

test('latest-by-key keeps the newest of a key in the place of the first', async () => {
  const source = new Source<string>();
  const events = overflow(source, { policy: 'latest-by-key', key: (event) => event[0] });
  source.give('x');
  await events.next();
  source.give('a1', 'b1', 'a2');
  await settled();
  source.end();
  assert.deepEqual(await all(events), ['a2', 'b1']);
  assert.equal(events.dropped, 1);
});

test('what waits is delivered before the error of the source', async () => {
  const error = new Error('broken');
  const events = overflow(values([1, 2], error));
  assert.equal((await events.next()).value, 1);
  assert.equal((await events.next()).value, 2);
  await assert.rejects(events.next(), error);
});

test('what the key function throws ends the stage', async () => {
  const error = new Error('no key');
  const key = (): never => {
    throw error;
  };
  await assert.rejects(all(overflow(values([1]), { policy: 'latest-by-key', key })), error);
});

test('leaving the loop ends the source', async () => {
  const source = new Source<number>();
  const events = overflow(source);
  source.give(1);
  for await (const _ of events) break;
  assert.equal(source.returned, 1);
});

test('options that cannot be are refused at once', () => {
  const wrong = (options: object) => () => overflow(values([1]), options);
  assert.throws(wrong({ limit: 0 }), /^TypeError: limit is 0; it can be a whole number/);
  assert.throws(
    wrong({ policy: 'latest-by-key' }),
    /^TypeError: policy is "latest-by-key"; it can be drop-oldest, or latest-by-key with a key/,
  );
  assert.throws(wrong({ policy: 'newest' }), /^TypeError: policy is "newest"/);
  assert.throws(wrong({ policy: 'latest-by-keys' as 'latest-by-key' }), /Did you mean latest-by-key\?$/);
  assert.throws(
    wrong({ key: () => 1 }),
    /^TypeError: policy is "drop-oldest"; it can be latest-by-key where there is a key/,
  );
  assert.throws(
    wrong({ limits: 5 } as object),
    /^TypeError: overflow.limits is not an option; .* Did you mean limit\?$/,
  );
});
