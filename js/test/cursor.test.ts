import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Cursor } from '../src/page/cursor.js';
import type { FeedEvent } from '../src/page/events.js';
import type { CursorStore } from '../src/page/options.js';

const made = (persist: CursorStore, id = '', asked = '', isShared = false) => {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  return { cursor: new Cursor(id, { persist, key: 'k' }, 'http://a/', () => asked, warn, isShared), warnings };
};

test('a store gives the cursor to begin with, at once or later', async () => {
  const now = made(new Map([['k', 'feedsource/1 5']]));
  assert.equal(now.cursor.restore(), undefined);
  assert.equal(now.cursor.id, '5');
  const late = made({ get: async () => 'feedsource/1 6', set() {} });
  await late.cursor.restore();
  assert.equal(late.cursor.id, '6');
  const given = made(new Map([['k', 'feedsource/1 5']]), '7');
  await given.cursor.restore();
  assert.equal(given.cursor.id, '7', "the page's own counts");
});

test('what is no cursor is ignored, with a warning', async () => {
  const values: unknown[] = [
    '{"theme":"dark"}',
    'feedsource/1 5\r\nX-Evil: 1',
    7,
    5n,
    Symbol('odd'),
    `feedsource/1 ${'x'.repeat(16385)}`,
  ];
  for (const get of values.map((value) => () => value as string)) {
    const { cursor, warnings } = made({ get, set() {} });
    await cursor.restore();
    assert.equal(cursor.id, '');
    assert.deepEqual(warnings, ['what was kept under "k" is no cursor, and is ignored']);
  }
  for (const nothing of [null, undefined]) {
    const { cursor, warnings } = made({ get: () => nothing, set() {} });
    await cursor.restore();
    assert.deepEqual([cursor.id, warnings], ['', []]);
  }
});

test('a store that cannot be read is told as that', async () => {
  const throws = () => {
    throw new Error('forbidden');
  };
  for (const get of [throws, async () => throws()]) {
    const { cursor, warnings } = made({ get, set() {} });
    await cursor.restore();
    assert.equal(cursor.id, '');
    assert.deepEqual(warnings, ['the cursor could not be read (Error: forbidden)']);
  }
});

test('a cursor that moves is written a second later, once, and at once by save', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const store = new Map<string, string>();
  const { cursor } = made(store);
  for (const id of ['1', '2', '3']) {
    cursor.id = id;
    cursor.moved();
  }
  assert.equal(store.size, 0);
  mock.timers.tick(1000);
  assert.equal(store.get('k'), 'feedsource/1 3');
  cursor.id = '4';
  cursor.save();
  assert.equal(store.get('k'), 'feedsource/1 4');
  store.clear();
  cursor.moved();
  cursor.save();
  mock.timers.tick(5000);
  assert.equal(store.size, 0, 'it has not moved');
  mock.timers.reset();
});

test('a store that fails is told of without what may be secret', async () => {
  const full = made({
    get: () => null,
    set() {
      throw new Error('full at http://u:p@a/b?token=1');
    },
  });
  full.cursor.id = '1';
  full.cursor.save();
  assert.deepEqual(full.warnings, ['the cursor could not be kept (Error: full at http://a/b)']);
  const breaks = made({
    get: () => null,
    set: async () => {
      throw new Error('late');
    },
  });
  breaks.cursor.id = '1';
  breaks.cursor.save();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(breaks.warnings, ['the cursor could not be kept (Error: late)']);
});

test('what was remembered of the first answer is kept with the cursor, and forgotten with it', () => {
  const store = new Map<string, string>();
  const { cursor } = made(store);
  cursor.id = '5';
  cursor.remember('r/1');
  cursor.save();
  const { cursor: again } = made(store);
  void again.restore();
  assert.deepEqual([again.id, again.from], ['5', 'r/1']);
  const { cursor: given } = made(store, '7');
  void given.restore();
  assert.deepEqual([given.id, given.from], ['7', ''], "the page's own begins elsewhere");
  again.forget();
  again.save();
  assert.deepEqual([...store.values()], ['feedsource/1 ']);
  for (const text of ['feedsource/1 5\nr\n1\n2', 'feedsource/1 5\nr\r']) {
    const { cursor: bad, warnings } = made(new Map([['k', text]]));
    void bad.restore();
    assert.deepEqual([bad.id, bad.from, warnings.length], ['', '', 1]);
  }
});

test('what a loop takes of an answer that is complete does not bring its cursor back', () => {
  const store = new Map<string, string>();
  const { cursor } = made(store);
  cursor.advance({ lastEventId: '1' } as FeedEvent);
  cursor.save();
  assert.equal(store.get('k'), 'feedsource/1 1');
  cursor.forget();
  cursor.advance({ lastEventId: '2' } as FeedEvent);
  cursor.save();
  assert.deepEqual([cursor.id, store.get('k')], ['', 'feedsource/1 ']);
});

test('what was kept of another request is neither taken nor told of, and is replaced', () => {
  const store = new Map<string, string>();
  const { cursor: one } = made(store, '', 'q1');
  one.id = '5';
  one.remember('r1');
  one.save();
  assert.equal(store.get('k'), 'feedsource/1 5\nr1\nq1');
  const { cursor: again } = made(store, '', 'q1');
  void again.restore();
  assert.deepEqual([again.id, again.from], ['5', 'r1']);
  for (const asked of ['q2', '']) {
    const { cursor: other, warnings } = made(store, '', asked);
    void other.restore();
    other.save();
    assert.deepEqual([other.id, other.from, warnings.length, store.get('k')], ['', '', 0, 'feedsource/1 5\nr1\nq1']);
    other.id = '6';
    other.save();
    assert.equal(store.get('k'), asked ? 'feedsource/1 6\n\nq2' : 'feedsource/1 6');
    store.set('k', 'feedsource/1 5\nr1\nq1');
  }
  one.forget();
  one.save();
  assert.equal(store.get('k'), 'feedsource/1 ');
});

test('of a shared feed what was kept stays until a page has taken more', () => {
  const store = new Map([['k', 'feedsource/1 2\nr1']]);
  const { cursor } = made(store, '', '', true);
  void cursor.restore();
  cursor.save();
  assert.equal(store.get('k'), 'feedsource/1 2\nr1');
  cursor.keep('3');
  cursor.save();
  assert.equal(store.get('k'), 'feedsource/1 3\nr1');
});
