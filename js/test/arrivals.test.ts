import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Arrivals } from '../src/stages/arrivals.js';
import { Source, settled, values } from './source.js';

test('a wait that is over leaves the read under way to the next wait', async () => {
  const source = new Source<number>();
  const arrivals = new Arrivals(source);
  assert.equal(await arrivals.next(1), undefined);
  assert.equal(arrivals.over, false);
  source.give(7);
  assert.equal((await arrivals.next(1000))?.value, 7);
  assert.equal(source.reads, 1);
});

test('a source that has ended is over, and is not read again', async () => {
  const source = new Source<number>();
  source.end();
  const arrivals = new Arrivals(source);
  assert.equal(await arrivals.next(Infinity), undefined);
  assert.equal(arrivals.over, true);
  assert.equal(await arrivals.next(Infinity), undefined);
  assert.equal(source.reads, 1);
  assert.equal(arrivals.failure, undefined);
});

test('what the source throws is kept, undefined as well', async () => {
  const error = new Error('broken');
  const arrivals = new Arrivals(values([1], error));
  assert.equal((await arrivals.next(Infinity))?.value, 1);
  assert.equal(await arrivals.next(Infinity), undefined);
  assert.deepEqual(arrivals.failure, { error });

  const thrown = new Arrivals({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(undefined) }) });
  await thrown.next(Infinity);
  assert.deepEqual(thrown.failure, { error: undefined });
});

test('leaving ends the source once, and a wait finds nothing afterwards', async () => {
  const source = new Source<number>();
  const arrivals = new Arrivals(source);
  await arrivals.leave();
  await arrivals.leave();
  assert.equal(source.returned, 1);
  source.give(1);
  assert.equal(await arrivals.next(Infinity), undefined);
});

test('leaving does not wait for a read under way', async () => {
  let returned = false;
  const arrivals = new Arrivals({
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise<never>(() => {}),
      return: () => {
        returned = true;
        return new Promise<never>(() => {});
      },
    }),
  });
  await arrivals.next(1);
  await arrivals.leave();
  await settled();
  assert.equal(returned, true);
});
