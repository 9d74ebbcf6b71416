import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeedSourceInit, Resume } from '../src/page/options.js';
import { open } from './host.js';
import { settled } from './source.js';

const elsewhere: Resume = { url: '/r/{from}?after={id}', from: { record: '/id' } };

/** Asks with a store that holds what an earlier feed has kept, and returns where the host was to begin. */
async function again(store: Map<string, string>, init: FeedSourceInit): Promise<string[]> {
  const { opening, feed } = open({ ...init, resume: { ...elsewhere, persist: store } });
  await settled();
  feed.close();
  return [opening.options.lastEventId, opening.options.from];
}

/** A store that holds what a feed with this request has kept. */
function keptOf(init: FeedSourceInit): Map<string, string> {
  const store = new Map<string, string>();
  const { feed, page } = open({ ...init, resume: { ...elsewhere, persist: store }, lastEventId: '2' });
  page.remember('r1');
  feed.close();
  return store;
}

test('a cursor is that of a request: another body is another question, and begins anew', async () => {
  const form = (text: string) => {
    const fields = new FormData();
    fields.set('question', text);
    return fields;
  };
  const bodies: ((question: string) => BodyInit)[] = [
    (question) => JSON.stringify({ question }),
    (question) => new URLSearchParams({ question }),
    (question) => new TextEncoder().encode(question),
    (question) => new TextEncoder().encode(question).buffer,
    form,
  ];
  for (const body of bodies) {
    const store = keptOf({ method: 'POST', body: body('1') });
    assert.deepEqual(await again(store, { method: 'POST', body: body('2') }), ['', '']);
    assert.deepEqual(await again(store, { method: 'PUT', body: body('1') }), ['', '']);
    assert.deepEqual(await again(store, {}), ['', '']);
    assert.deepEqual(await again(store, { method: 'post', body: body('1') }), ['2', 'r1']);
  }
});

test('a feed without a body keeps what it always kept', async () => {
  const store = keptOf({ method: 'POST' });
  assert.deepEqual([...store.values()], ['feedsource/1 2\nr1']);
  assert.deepEqual(await again(store, {}), ['2', 'r1']);
});

test('a body of which nobody can tell at once whether it is the same needs a key', () => {
  const persist = new Map();
  const files = new FormData();
  files.set('file', new Blob(['x']), 'x');
  for (const body of [new Blob(['x']), new ReadableStream(), files]) {
    assert.throws(
      () => open({ method: 'POST', body, resume: { ...elsewhere, persist } }),
      /^TypeError: resume\.persist needs resume\.key where the body is a Blob, a file or a stream\.$/,
    );
    open({ method: 'POST', body, resume: { ...elsewhere, persist, key: 'k' } }).feed.close();
  }
});
