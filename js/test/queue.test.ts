import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeedEvent } from '../src/page/events.js';
import { Queue } from '../src/page/queue.js';
import { settled } from './source.js';

const batch = (name: string): FeedEvent[] => [{ data: name } as FeedEvent];

test('batches are taken in the order in which they were pushed', async () => {
  const queue = new Queue();
  const [first, second] = [batch('a'), batch('b')];
  void queue.push(first);
  void queue.push(second);
  assert.equal(await queue.take(), first);
  assert.equal(await queue.take(), second);
});

test('take waits for the next batch', async () => {
  const queue = new Queue();
  const taken = queue.take();
  const pushed = batch('a');
  void queue.push(pushed);
  assert.equal(await taken, pushed);
});

test('push resolves when the loop asks for more, not when it takes the batch', async () => {
  const queue = new Queue();
  let drained = false;
  void queue.push(batch('a')).then(() => (drained = true));
  await queue.take();
  await settled();
  assert.equal(drained, false);
  void queue.take();
  await settled();
  assert.equal(drained, true);
});

test('an end comes after what waits', async () => {
  const queue = new Queue();
  void queue.push(batch('a'));
  queue.end();
  assert.notEqual(await queue.take(), undefined);
  assert.equal(await queue.take(), undefined);
  assert.equal(await queue.take(), undefined);
});

test('an end wakes a loop that waits', async () => {
  const queue = new Queue();
  const taken = queue.take();
  await settled();
  queue.end();
  assert.equal(await taken, undefined);
});

test('an end with an error throws it after what waits', async () => {
  const queue = new Queue();
  const error = new Error('the line was cut');
  void queue.push(batch('a'));
  queue.end({ error });
  assert.notEqual(await queue.take(), undefined);
  await assert.rejects(queue.take(), error);
});

test('drop ends the iteration, loses what waits, and lets the reader go on', async () => {
  const queue = new Queue();
  const drained = queue.push(batch('a'));
  queue.drop();
  await drained;
  assert.equal(await queue.take(), undefined);
});
