import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { FeedError } from '../src/page/errors.js';
import type { MalformedEvent } from '../src/page/malformed-event.js';
import type { FeedSourceInit } from '../src/page/options.js';
import type { StandardSchema } from '../src/page/schema.js';
import { batch, open } from './host.js';
import { settled } from './source.js';

/** What a feed makes of records, for a loop and for a listener, and what it tells of those that it drops. */
async function read(init: FeedSourceInit, ...records: string[]) {
  const { feed, page } = open(init);
  const looped: unknown[] = [];
  const heard: unknown[] = [];
  const dropped: MalformedEvent[] = [];
  feed.addEventListener('malformed', (event) => dropped.push(event));
  void (async () => {
    for await (const { json } of feed) looped.push(json);
  })();
  await settled();
  void page.received(batch(...records));
  await settled();
  const other = open(init);
  other.feed.onmessage = ({ json }) => heard.push(json);
  void other.page.received(batch(...records));
  assert.deepEqual(heard, looped);
  assert.equal(feed.stats.records, looped.length);
  assert.equal(feed.stats.malformed, dropped.length);
  return { values: looped, dropped, feed };
}

/** A validator made by hand. */
const made = (validate: (value: unknown) => unknown): StandardSchema =>
  ({ '~standard': { version: 1, vendor: 'test', validate } }) as StandardSchema;

test('parse is what json uses, once for each record, when that is read', async () => {
  const parsed: string[] = [];
  const parse = (text: string) => {
    parsed.push(text);
    if (text === '2') return undefined;
    return BigInt(text);
  };
  const { feed, page } = open({ parse });
  const loop = feed.values();
  const first = loop.next();
  void page.received(batch('1524831183200260097', '2', 'x'));
  const event = (await first).value!;
  assert.deepEqual(parsed, []);
  assert.equal(event.json, 1524831183200260097n);
  assert.equal(event.json, 1524831183200260097n);
  const second = (await loop.next()).value!;
  assert.deepEqual([second.json, second.json], [undefined, undefined]);
  assert.deepEqual(parsed, ['1524831183200260097', '2']);
  const third = (await loop.next()).value!;
  assert.throws(
    () => third.json,
    (error) =>
      error instanceof FeedError &&
      (error.cause as Error).name === 'SyntaxError' &&
      /^A record beginning "x" could not be parsed \(SyntaxError: .*\); the feed goes on\.$/.test(error.message),
  );
});

test('a record that fits its schema is what the schema makes of it', async () => {
  const schema = v.object({ at: v.pipe(v.string(), v.toUpperCase()), n: v.optional(v.number(), 7) });
  const { values, dropped } = await read({ schema }, '{"at":"x","more":1}', '{"at":"y","n":2}');
  assert.deepEqual(values, [
    { at: 'X', n: 7 },
    { at: 'Y', n: 2 },
  ]);
  assert.deepEqual(dropped, []);
});

test('one that does not is malformed, with what is wrong and where, and goes to nobody', async () => {
  const schema = v.object({ 'a/b': v.array(v.object({ n: v.number() })) });
  const { values, dropped, feed } = await read({ schema }, '{"a/b":[]}', '{"a/b":[{"n":1},{"n":"2"}]}', '{', '7');
  assert.deepEqual(values, [{ 'a/b': [] }]);
  assert.deepEqual(
    dropped.map(({ reason, data, lastEventId }) => [reason, data, lastEventId]),
    [
      ['schema', '{"a/b":[{"n":1},{"n":"2"}]}', '2'],
      ['not-json', '{', '3'],
      ['schema', '7', '4'],
    ],
  );
  assert.deepEqual(dropped[0]!.issues, [
    { message: 'Invalid type: Expected number but received "2"', path: '/a~1b/1/n' },
  ]);
  assert.equal(dropped[0]!.bytes.length, dropped[0]!.data.length);
  assert.deepEqual(structuredClone(dropped[0]!.toJSON()).issues, dropped[0]!.issues);
  assert.deepEqual(dropped[1]!.issues, []);
  assert.equal(feed.readyState, 0, 'the feed goes on');
});

test('parse comes ahead of the schema', async () => {
  const init = { parse: (text: string) => BigInt(text), schema: made((value) => ({ value: [value] })) };
  assert.deepEqual((await read(init, '5', 'x')).values, [[5n]]);
});

test('what a validator throws, or is slow to say, is what is wrong', async () => {
  const failing = made(() => {
    throw new RangeError('on purpose');
  });
  const thrown = await read({ schema: failing }, '1');
  assert.deepEqual(thrown.dropped[0]?.issues, [{ message: 'RangeError: on purpose', path: '' }]);
  const slow = await read({ schema: made(async () => Promise.reject(new Error('late'))) }, '1');
  assert.match(slow.dropped[0]!.issues[0]!.message, /^The schema validates asynchronously/);
  const odd = await read({ schema: made(() => undefined) }, '1');
  assert.equal(odd.dropped.length, 1);
  assert.deepEqual([...thrown.values, ...slow.values, ...odd.values], []);
  for (const [issues, want] of [
    ['x', /^x$/],
    [{ message: 'x' }, /^\[object Object\]$/],
    [[null], /^TypeError: /],
    [[{ message: Symbol('x') }], /^TypeError: /],
  ] as [unknown, RegExp][]) {
    const { dropped, values } = await read({ schema: made(() => ({ issues })) }, '1');
    assert.deepEqual(values, []);
    assert.match(dropped[0]!.issues[0]!.message, want);
  }
});

test('what a loop leaves keeps its value for a listener', async () => {
  const { feed, page } = open({ schema: made((value) => ({ value: [value] })) });
  void page.received(batch('1', '2'));
  for await (const _ of feed.values({ preventClose: true })) break;
  const heard: unknown[] = [];
  feed.onmessage = ({ json }) => heard.push(json);
  await settled();
  assert.deepEqual(heard, [[2]]);
});

test('what is no function, or no validator, is a TypeError', () => {
  assert.throws(() => open({ parse: 'json' as never }), /^TypeError: parse is "json"; it can be a function\.$/);
  for (const schema of [null, {}, { '~standard': {} }, () => {}, 'zod'])
    assert.throws(
      () => open({ schema: schema as never }),
      /^TypeError: schema is .*; it can be a validator that follows Standard Schema\.$/,
    );
  open({
    schema: Object.assign(
      () => {},
      made((value) => ({ value })),
    ),
  });
});
