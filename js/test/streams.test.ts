import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toReadable, toTransform } from '../src/stages/index.js';
import { Source, all, settled, values } from './source.js';

async function* doubled(events: AsyncIterable<number>): AsyncGenerator<number, void, undefined> {
  for await (const event of events) yield 2 * event;
}

async function read<E>(stream: ReadableStream<E>): Promise<E[]> {
  return all(stream as unknown as AsyncIterable<E>);
}

test('a stream gives what the iterable gives', async () => {
  assert.deepEqual(await read(toReadable(values([1, 2, 3]))), [1, 2, 3]);
});

test('the iterable is read only as the stream is read', async () => {
  const source = new Source<number>();
  const reader = toReadable(source).getReader();
  await settled();
  assert.equal(source.reads, 0);
  source.give(1, 2);
  assert.equal((await reader.read()).value, 1);
  await settled();
  assert.equal(source.reads, 1);
});

test('cancelling a stream ends the iteration', async () => {
  const source = new Source<number>();
  await toReadable(source).cancel();
  assert.equal(source.returned, 1);
});

test('an error of the iterable is the error of the stream', async () => {
  const error = new Error('broken');
  const reader = toReadable(values([1], error)).getReader();
  assert.equal((await reader.read()).value, 1);
  await assert.rejects(reader.read(), error);
});

test('a stage stands in a pipe', async () => {
  assert.deepEqual(await read(toReadable(values([1, 2])).pipeThrough(toTransform(doubled))), [2, 4]);
});

test('cancelling behind a stage ends the source', async () => {
  const source = new Source<number>();
  const reader = toReadable(source).pipeThrough(toTransform(doubled)).getReader();
  source.give(1);
  assert.equal((await reader.read()).value, 2);
  await reader.cancel();
  await settled();
  assert.equal(source.returned, 1);
});

test('a stage that ends early ends the source', async () => {
  const source = new Source<number>();
  async function* first(events: AsyncIterable<number>): AsyncGenerator<number, void, undefined> {
    for await (const event of events) {
      yield event;
      return;
    }
  }
  source.give(1, 2, 3);
  assert.deepEqual(await read(toReadable(source).pipeThrough(toTransform(first))), [1]);
  await settled();
  assert.equal(source.returned, 1);
});
