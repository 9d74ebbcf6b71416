import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../src/page/check.js';
import { Cursor } from '../src/page/cursor.js';
import { engineOptions } from '../src/page/engine-options.js';
import type { FeedSourceInit } from '../src/page/options.js';
import { withPreset } from '../src/page/with-preset.js';

const said = (init: object): string => {
  try {
    check(withPreset(init as FeedSourceInit));
    return 'fine';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
};

test('an option that cannot be is a TypeError that says what it can be', () => {
  for (const [init, want] of [
    [{ format: 'xml' }, /^TypeError: format is "xml"; it can be auto, sse, /],
    [{ preset: 'myspace' }, /^TypeError: preset is "myspace"; it can be gitter, ably, /],
    [{ preset: 'toString' }, /^TypeError: preset is "toString"/],
    [{ maxRecordBytes: 0 }, 'TypeError: maxRecordBytes is 0; it can be a whole number from 1 to 2^30.'],
    [{ maxRecordBytes: 5n }, /^TypeError: maxRecordBytes is 5;/],
    [{ lastEventId: 'a\nb' }, 'TypeError: lastEventId is "a\\nb"; it can be one line.'],
    [{ id: 'id' }, 'TypeError: id is "id"; it can be a JSON pointer like /id.'],
    [{ id: ['/a', '/b~2'] }, 'TypeError: id is "/b~2"; it can be a JSON pointer like /id.'],
    [{ dedupe: { window: 5 } }, 'TypeError: dedupe needs key.'],
    [{ dedupe: { key: '/id', window: -1 } }, /^TypeError: dedupe.window is -1;/],
    [{ lag: { warnMs: 5 } }, 'TypeError: lag needs time.'],
    [{ backfill: { url: '/x' } }, 'TypeError: backfill needs after.'],
    [{ resume: { header: true } }, 'TypeError: resume.header is true; it can be the name of a header, or false.'],
    [{ signals: [{ is: 'x', then: 'explode' }] }, /^TypeError: signals\[0\].then is "explode"; it can be end, last, /],
    [{ signals: [{ is: 'x' }] }, 'TypeError: signals[0] needs then.'],
    [{ signals: {} }, /^TypeError: signals is an object; it can be an array/],
    [{ reconnect: { delay: 5 } }, /^TypeError: reconnect.delay is 5;/],
    [{ fetch: Symbol('odd') }, /^TypeError: fetch is Symbol\(odd\);/],
    [{ headers: { 'bad name': 'x' } }, /^TypeError: /],
    [{ preset: 'ntfy', dedupe: { window: 7 }, keepalive: false, backfill: () => [] }, 'fine'],
  ] as [object, string | RegExp][]) {
    if (typeof want === 'string') assert.equal(said(init), want);
    else assert.match(said(init), want);
  }
});

test("an option of the page replaces the preset's; of objects, the members that are given", () => {
  const whole = withPreset({ preset: 'ntfy', format: 'sse', resume: { key: 'k' }, dedupe: undefined });
  assert.equal(whole.format, 'sse');
  assert.deepEqual(whole.resume, { query: 'since', key: 'k' });
  assert.deepEqual(whole.id, '/id');
  assert.notEqual(whole.dedupe, undefined);
  assert.equal(withPreset({ preset: 'ntfy', resume: false }).resume, false);
});

test('what the engine reads is plain data, and names the format', () => {
  const of = (init: FeedSourceInit, strict = false) =>
    engineOptions(new URL('http://a/'), init, strict, new Cursor('', undefined, '', () => {}));
  assert.equal(of({}).format, 'auto');
  assert.equal(of({}, true).format, 'sse');
  assert.equal(of({ method: 'post' }).method, 'POST');
  assert.equal(of({ reconnect: false }).once, true);
  assert.deepEqual(of({ resume: false }).resume, { off: true });
  assert.equal(of({ resume: { header: false } }).resume!.off, true);
  assert.equal(of({ resume: { header: false, query: 'q' } }).resume!.off, false);
  assert.deepEqual(of({ backfill: () => [] }).backfill, {});
  assert.deepEqual(of({ id: '/a', dedupe: { key: ['/a', '/b'] } }).dedupe!.key, ['/a', '/b']);
  const { signals } = of({
    signals: [
      { at: '/x', is: [1, true, 'a'], then: 'stop', deliver: false },
      { range: [1, 2], then: 'end' },
    ],
  });
  assert.deepEqual(signals, [
    { type: undefined, at: '/x', is: ['1', 'true', 'a'], range: undefined, then: 'stop', quiet: true },
    { type: undefined, at: undefined, is: [], range: [1, 2], then: 'end', quiet: false },
  ]);
  const full = of({ headers: () => ({}), reconnect: { delay: () => 1 }, backfill: () => [], lag: { time: '/t' } });
  assert.deepEqual(structuredClone(full), full);
});
