import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, checkInit } from '../src/page/check.js';
import { mustServe } from '../src/page/idle.js';
import { membersOf } from '../src/page/option-table.js';
import type { InitOptions } from '../src/page/init-options.js';
import type { FeedSourceInit, PresetName } from '../src/page/options.js';
import { presetOptions, withPreset } from '../src/page/with-preset.js';
import { optionsOf as of } from './engine-options.js';

const said = (init: object): string => {
  try {
    const whole = withPreset(init as FeedSourceInit);
    check(whole);
    mustServe(init, whole, false);
    return 'fine';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
};

/** All options, undefined, as TypeScript allows them; and those of objects that need no other member. */
function undefinedMembers(): object {
  const members = (option: string) => Object.fromEntries(membersOf(option).map((name) => [name, undefined]));
  const rule = { type: 'x', at: undefined, is: undefined, range: undefined, and: undefined, then: 'end' };
  const more = { deliver: undefined, close: undefined, reply: undefined, says: undefined };
  return {
    ...members(''),
    resume: members('resume'),
    gap: members('gap'),
    keepalive: members('keepalive'),
    reconnect: members('reconnect'),
    backfill: { ...members('backfill'), url: '/missing', after: 'since' },
    dedupe: { ...members('dedupe'), key: '/id' },
    lag: { ...members('lag'), time: '/time' },
    signals: [{ ...rule, ...more }],
  };
}

test('an option that cannot be is a TypeError that says what it can be', () => {
  for (const [init, want] of [
    [{ keepAlive: {} }, /^TypeError: keepAlive is not an option; there are .*headers.* Did you mean keepalive\?$/],
    [{ header: {} }, / Did you mean headers\?$/],
    [{ last_event_id: '5' }, / Did you mean lastEventId\?$/],
    [{ maxAttempts: 3 }, / Did you mean reconnect.maxAttempts\?$/],
    [{ timeout: 5 }, / Did you mean keepalive.timeoutMs\?$/],
    [{ params: {} }, /^TypeError: params is not an option; there are [^?]*$/],
    [
      { dedupe: { key: '/id', size: 5 } },
      'TypeError: dedupe.size is not an option; there are key, window. Did you mean window?',
    ],
    [{ resume: { size: 5 } }, /^TypeError: resume.size is not an option; there are [^?]*$/],
    [{ zebra: undefined }, /^TypeError: zebra is not an option; there are [^?]*$/],
    [{ constructor: 1, toString: 2 }, /^TypeError: constructor is not an option/],
    [{ 'resume.query': 'x' }, /^TypeError: resume.query is not an option/],
    [
      { reconnect: { maxRetries: 3 } },
      'TypeError: reconnect.maxRetries is not an option; there are maxAttempts, maxElapsedMs, anyMethod, delay. Did you mean reconnect.maxAttempts?',
    ],
    [
      { keepalive: { timeout: 5000 } },
      'TypeError: keepalive.timeout is not an option; there are timeoutMs, connectMs, ping, pong. Did you mean timeoutMs?',
    ],
    [
      { share: { names: 'a' } },
      /^TypeError: share.names is not an option; there are name, replay. Did you mean name\?/,
    ],
    [{ signals: [{ is: 'x', the: 'end' }] }, /^TypeError: signals\[0\].the is not an option; .* Did you mean then\?/],
    [
      { keepalive: 5000 },
      'TypeError: keepalive is 5000; it can be true, false, or { timeoutMs, connectMs, ping, pong }.',
    ],
    [
      { reconnect: '3' },
      /^TypeError: reconnect is "3"; it can be true, false, a number of attempts, or { maxAttempts, /,
    ],
    [{ reconnect: 0 }, 'TypeError: reconnect.maxAttempts is 0; it can be a whole number from 1 to 2^30.'],
    [{ reconnect: { anyMethod: 'yes' } }, 'TypeError: reconnect.anyMethod is "yes"; it can be true or false.'],
    [
      { dedupe: true },
      /^TypeError: dedupe is true; it can be false, 'id', a JSON pointer, several of them, or { key, window }/,
    ],
    [{ dedupe: 'seq' }, 'TypeError: dedupe.key is "seq"; it can be \'id\', a JSON pointer like /id, or { header }.'],
    [
      { dedupe: 'id', format: 'ndjson' },
      "TypeError: dedupe: 'id' needs id, since records of format ndjson have no id fields.",
    ],
    [{ dedupe: 'id', format: 'ndjson', id: '/n' }, 'fine'],
    [
      { format: 'text', resume: { replay: 'skip' } },
      'TypeError: resume.replay needs another format, since records of format text are cut as they come.',
    ],
    [
      { preset: 'ai-sdk', format: 'text' },
      'TypeError: resume.replay needs another format, since records of format text are cut as they come.',
    ],
    [{ format: 'lines', resume: { replay: 'skip' } }, 'fine'],
    [{ dedupe: { key: 'id', window: 5 } }, 'fine'],
    [{ dedupe: [] }, "TypeError: dedupe.key is an array; it can be 'id', a JSON pointer like /id, or { header }."],
    [
      { dedupe: ['/a', 'id'] },
      'TypeError: dedupe.key is "id"; it can be a JSON pointer like /id, or { header }, where there are several.',
    ],
    [{ lag: '/t' }, 'TypeError: lag is "/t"; it can be false, or { time, warnMs }.'],
    [{ resume: true }, /^TypeError: resume is true; it can be false, 'page', or { header, query, /],
    [{ resume: { persist: true } }, 'TypeError: resume.persist is true; it can be an object with get and set.'],
    [{ resume: { persist: {} } }, /^TypeError: resume.persist is an object; /],
    [{ resume: { key: 'k' } }, 'TypeError: resume.key needs resume.persist, whose key it is.'],
    [{ resume: { body: '' } }, 'TypeError: resume.body is ""; it can be a JSON pointer like /since.'],
    [{ resume: { query: '' } }, 'TypeError: resume.query is ""; it can be a string that is not empty.'],
    [{ signals: { is: 1 } }, 'TypeError: signals is an object; it can be an array of rules.'],
    [{ signals: [null] }, 'TypeError: signals[0] is null; it can be a rule like { at, is, then }.'],
    [{ signals: [{ is: { a: 1 }, then: 'end' }] }, /^TypeError: signals\[0\].is is an object; it can be a string, /],
    [
      { signals: [{ range: [5, 1], then: 'end' }] },
      /^TypeError: signals\[0\].range is an array; it can be two numbers/,
    ],
    [
      { backfill: '/x' },
      'TypeError: backfill is "/x"; it can be false, a function, or { url, after, before, size, overlap }.',
    ],
    [{ decode: 'base64' }, 'TypeError: decode is "base64"; it can be false, or { data, encoding, base64 }.'],
    [{ gap: true }, 'TypeError: gap is true; it can be false, or { windowMs, header, stop }.'],
    [{ withCredentials: 'yes' }, 'TypeError: withCredentials is "yes"; it can be true or false.'],
    [{ lastEventId: 5 }, 'TypeError: lastEventId is 5; it can be one line.'],
    [{ share: '' }, 'TypeError: share is ""; it can be true, false, a name, or { name, replay }.'],
    [{ signal: {} }, 'TypeError: signal is an object; it can be an AbortSignal.'],
    [{ body: { a: 1 } }, /^TypeError: body is an object; it can be text, .*; JSON by JSON.stringify.$/],
    [{ credentials: 'yes' }, 'TypeError: credentials is "yes"; it can be same-origin, include, omit.'],
    [{ credentials: 'included' }, /Did you mean include\?$/],
    [{ headers: 5 }, 'TypeError: headers is 5; it can be an object, Headers, pairs, or a function.'],
    [{ format: 'NDJSON' }, /^TypeError: format is "NDJSON"; it can be auto, .* Did you mean ndjson\?$/],
    [{ preset: 'nfty' }, /^TypeError: preset is "nfty"; it can be gitter, .* Did you mean ntfy\?$/],
    [{ format: 'jsonl' }, /^TypeError: format is "jsonl"; .* Did you mean ndjson\?$/],
    [{ format: 'xml' }, /^TypeError: format is "xml"; it can be auto, sse, /],
    [{ preset: 'myspace' }, /^TypeError: preset is "myspace"; it can be gitter, ably, /],
    [{ preset: 'toString' }, /^TypeError: preset is "toString"/],
    [{ maxRecordBytes: 0 }, 'TypeError: maxRecordBytes is 0; it can be a whole number from 1 to 2^30.'],
    [{ maxRecordBytes: 5n }, /^TypeError: maxRecordBytes is 5;/],
    [{ lastEventId: 'a\nb' }, 'TypeError: lastEventId is "a\\nb"; it can be one line.'],
    [{ id: 'id' }, 'TypeError: id is "id"; it can be a JSON pointer like /id, or { header }.'],
    [{ id: ['/a', '/b~2'] }, 'TypeError: id is "/b~2"; it can be a JSON pointer like /id, or { header }.'],
    [{ dedupe: { window: 5 } }, 'TypeError: dedupe needs key.'],
    [{ dedupe: { key: '/id', window: -1 } }, /^TypeError: dedupe.window is -1;/],
    [{ lag: { warnMs: 5 } }, 'TypeError: lag needs time.'],
    [{ backfill: { url: '/x' } }, 'TypeError: backfill needs after.'],
    [{ resume: { header: true } }, 'TypeError: resume.header is true; it can be the name of a header, or false.'],
    [
      { signals: [{ is: 'x', then: 'explode' }] },
      /^TypeError: signals\[0\].then is "explode"; it can be end, last, refresh, /,
    ],
    [{ signals: [{ is: 'x' }] }, 'TypeError: signals[0] needs then.'],
    [{ signals: {} }, /^TypeError: signals is an object; it can be an array/],
    [{ reconnect: { delay: 5 } }, /^TypeError: reconnect.delay is 5;/],
    [{ fetch: Symbol('odd') }, /^TypeError: fetch is Symbol\(odd\);/],
    [{ headers: { 'bad name': 'x' } }, /^TypeError: The header "bad name" has a name that no header can have/],
    [
      { headers: { 'X-A': 'secret\n' + 'b' } },
      /^TypeError: The header "X-A" has a value that no header can have(?!.*secret).*one line/,
    ],
    [
      { headers: [['X-A']] },
      'TypeError: headers can be an object, Headers, or a list of pairs, each a name and a value.',
    ],
    [
      { headers: ['X-A: b'] },
      'TypeError: headers can be an object, Headers, or a list of pairs, each a name and a value.',
    ],
    [{ headers: [['X-A', '日']] }, /^TypeError: The header "X-A" has a value/],
    [
      { headers: { Authorization: undefined } },
      'TypeError: The header "Authorization" is undefined; leave it out, or give it a value.',
    ],
    [{ method: 'POST', credentials: 'omit', mode: 'cors', cache: 'reload', redirect: 'error', referrer: '' }, 'fine'],
    [
      { referrerPolicy: '', integrity: '', priority: 'low', duplex: 'half', window: null, targetAddressSpace: 'local' },
      'fine',
    ],
    [
      { signal: AbortSignal.abort(), body: new URLSearchParams({ a: '1' }), headers: new Headers(), lag: undefined },
      'fine',
    ],
    [{ keepalive: true, reconnect: 3, dedupe: '/id', resume: { persist: new Map() } }, 'fine'],
    [{ keepalive: false, reconnect: true, dedupe: ['/a', '/b'], gap: false, lag: false, decode: false }, 'fine'],
    [{ preset: 'ntfy', dedupe: { window: 7 }, keepalive: false, backfill: () => [] }, 'fine'],
    [undefinedMembers(), 'fine'],
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

test('a short form is what it stands for, and keeps what a preset says besides', () => {
  const full = withPreset({ keepalive: true, reconnect: 3, dedupe: ['/a', '/b'] });
  assert.deepEqual(full, { keepalive: {}, reconnect: { maxAttempts: 3 }, dedupe: { key: ['/a', '/b'] } });
  assert.deepEqual(withPreset({ reconnect: true }), { reconnect: {} });
  const ntfy = withPreset({ preset: 'ntfy', keepalive: true, dedupe: '/x' });
  assert.deepEqual([ntfy.keepalive, ntfy.dedupe], [{ timeoutMs: 100000, connectMs: 30000 }, { key: '/x' }]);
  const { reconnect } = withPreset({ preset: 'centrifugo', reconnect: 3 });
  assert.deepEqual(reconnect, { anyMethod: true, maxAttempts: 3 });
  assert.deepEqual(withPreset({ preset: 'espresso-chunked', reconnect: true }).reconnect, {});
});

test('every preset is made of options that there are', () => {
  for (const preset of Object.keys(presetOptions) as PresetName[]) assert.equal(said({ preset }), 'fine', preset);
});

test('what init takes is checked as well', () => {
  const wrong = (call: () => void) => {
    try {
      call();
      return 'fine';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const init = (given: unknown) => wrong(() => checkInit(given as InitOptions));
  assert.match(init({ url: '/x' }), /^url is not an option; there are wasm, worker, share, interim, warmUp/);
  assert.equal(init({ wasm: 5 }), 'wasm is 5; it can be a URL, a Response, bytes or a compiled module.');
  assert.equal(init({ worker: 'yes' }), 'worker is "yes"; it can be true or false.');
  assert.match(init({ share: { nam: 'a' } }), /^share.nam is not an option/);
  assert.equal(init('/x.wasm'), 'init is "/x.wasm"; it can be an object like { wasm: url }.');
  assert.equal(init({ wasm: new Uint8Array(8), share: 'a', interim: false, warmUp: true }), 'fine');
});

test('what the engine reads is plain data, and names the format', () => {
  assert.equal(of({}).format, 'auto');
  assert.equal(of({}, true).format, 'sse');
  assert.equal(of({ method: 'post' }).method, 'POST');
  assert.equal(of({ reconnect: false }).once, true);
  assert.deepEqual(of({ resume: false }).resume, { off: true });
  assert.equal(of({ resume: { header: false } }).resume!.off, true);
  assert.equal(of({ resume: { header: false, query: 'q' } }).resume!.off, false);
  assert.deepEqual(of({ backfill: () => [] }).backfill, {});
  assert.deepEqual(of({ id: '/a', dedupe: { key: ['/a', '/b'] } }).dedupe, {
    key: ['/a', '/b'],
    byId: false,
    window: undefined,
  });
  assert.deepEqual(of({ dedupe: { key: 'id' } }).dedupe, { key: [], byId: true, window: undefined });
  const { signals } = of({
    signals: [
      { at: '/x', is: [1, true, 'a'], then: 'stop', deliver: false },
      { range: [1, 2], then: 'end' },
    ],
  });
  assert.deepEqual(signals, [
    {
      type: undefined,
      at: '/x',
      is: ['1', 'true', 'a'],
      range: undefined,
      close: undefined,
      replies: false,
      and: undefined,
      then: 'stop',
      quiet: true,
      says: undefined,
    },
    {
      type: undefined,
      at: undefined,
      is: [],
      range: [1, 2],
      close: undefined,
      replies: false,
      and: undefined,
      then: 'end',
      quiet: false,
      says: undefined,
    },
  ]);
  const full = of({ headers: () => ({}), reconnect: { delay: () => 1 }, backfill: () => [], lag: { time: '/t' } });
  assert.deepEqual(structuredClone(full), full);
});
