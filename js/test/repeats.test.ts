import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Repeats } from '../src/hooks/repeats.js';
import { FeedEvent } from '../src/page/events.js';

/** Records whose id is their first letter, if that is a digit. */
const records = (...texts: string[]) =>
  texts.map((text) => {
    const [id = ''] = /^\d/.exec(text) ?? [];
    const data = JSON.stringify(id ? { id: Number(id), text } : { text });
    return new FeedEvent('message', { data, lastEventId: id });
  });

const textsOf = (list: readonly FeedEvent[]): string[] => list.map(({ json }) => (json as { text: string }).text);

test('what had come before a feed was closed is left out of the one that is opened in its place', () => {
  for (const dedupe of ['/id', ['/id', '/text'], { key: '/id' }, 'id', { key: 'id' }] as const) {
    const repeats = new Repeats(dedupe);
    assert.deepEqual(textsOf(repeats.fresh(records('1a', '2a', '2a'))), ['1a', '2a', '2a'], 'which its feed sees to');
    repeats.reopened();
    assert.deepEqual(textsOf(repeats.fresh(records('2a', '2b', '3a'))), ['2b', '3a']);
    repeats.reopened();
    assert.deepEqual(textsOf(repeats.fresh(records('1a', '3a', '4a'))), ['4a']);
    repeats.forget();
    repeats.reopened();
    assert.deepEqual(textsOf(repeats.fresh(records('1a', '4a'))), ['1a', '4a'], 'another answer');
  }
});

test('a record without its key is none that was there before', () => {
  for (const dedupe of ['/id', ['/text', '/id'], 'id', { key: { header: 'id' } }] as const) {
    const repeats = new Repeats(dedupe);
    repeats.fresh(records('tick', 'tick'));
    repeats.reopened();
    assert.deepEqual(textsOf(repeats.fresh(records('tick'))), ['tick']);
  }
});

test('as many are remembered as by a feed', () => {
  const repeats = new Repeats({ key: '/id', window: 2 });
  repeats.fresh(records('1a', '2a', '3a'));
  repeats.reopened();
  assert.deepEqual(textsOf(repeats.fresh(records('1a', '2a', '3a'))), ['1a']);
});

test('without dedupe all is fresh', () => {
  for (const dedupe of [undefined, false] as const) {
    const repeats = new Repeats(dedupe);
    repeats.fresh(records('1a'));
    repeats.reopened();
    assert.deepEqual(textsOf(repeats.fresh(records('1a', '2a'))), ['1a', '2a']);
  }
});
