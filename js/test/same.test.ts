import assert from 'node:assert/strict';
import { test } from 'node:test';
import { following, same } from '../src/hooks/same.js';

const options = () => ({
  headers: () => ({ Authorization: 'a' }),
  signals: [{ is: '[DONE]', then: 'end' }],
  resume: { persist: new Map<string, string>(), query: 'since' },
  signal: new AbortController().signal,
  keep: undefined,
});

test('options that are equal by content are the same, whatever functions, signals and stores are in them', () => {
  assert.ok(same(options(), options()));
  assert.ok(same({ a: 1, b: undefined }, { a: 1 }));
  assert.ok(same({ headers: new Headers({ A: '1' }) }, { headers: new Headers({ a: '1' }) }));
  assert.ok(same(new URL('http://a.example/b'), new URL('http://a.example/b')));
  assert.ok(same({ body: new Uint8Array([1, 2]) }, { body: new Uint8Array([1, 2]) }));
  assert.ok(same({ body: new URLSearchParams('a=1') }, { body: new URLSearchParams('a=1') }));
});

test('another member, value, class or kind is not', () => {
  const others: object[] = [
    { ...options(), headers: {} },
    { ...options(), signals: [{ is: '[END]', then: 'end' }] },
    { ...options(), signals: [] },
    { ...options(), resume: { persist: { get() {}, set() {} }, query: 'since' } },
    { ...options(), format: 'sse' },
  ];
  for (const other of others) assert.ok(!same(options(), other), JSON.stringify(other));
  assert.ok(!same({ headers: new Headers({ a: '1' }) }, { headers: new Headers({ a: '2' }) }));
  assert.ok(!same('http://a.example/', new URL('http://a.example/')));
  assert.ok(!same({ body: new Uint8Array([1, 2]) }, { body: new Uint8Array([1, 3]) }));
  assert.ok(!same(null, {}));
});

test('a body that can be read but once is the same only as itself', () => {
  const body = new Blob(['a']);
  assert.ok(same({ body }, { body }));
  assert.ok(!same({ body }, { body: new Blob(['a']) }));
});

test('functions are those of now, and know what they are members of', () => {
  const store = (name: string) => ({ name, get: (key: string) => `${name} ${key}` });
  let now = { list: [() => 'first'], store: store('one') };
  const followed = following(now, () => now);
  now = { list: [() => 'second'], store: store('two') };
  assert.equal(followed.list[0]!(), 'second');
  assert.equal(followed.store.get('key'), 'two key');
  assert.equal(followed.store.name, 'one');

  const list = {
    items: ['a'],
    count: function () {
      return this.items.length;
    },
  };
  assert.equal(following(list, () => list).count(), 1);
});
