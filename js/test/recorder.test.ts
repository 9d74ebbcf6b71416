import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Passing } from '../src/link/contract.js';
import { FlightRecorder } from '../src/page/flight-recorder.js';
import type { FeedSourceInit, PresetName, RecordOptions } from '../src/page/options.js';
import { presetOptions } from '../src/page/with-preset.js';
import type { RecordingEvent } from '../src/recorder/event.js';
import type { Recording } from '../src/recorder/recording.js';
import { batch, failure, open, response } from './host.js';

/** A recorder that a test tells what passed. */
function recorder(options: RecordOptions = {}) {
  const one = new FlightRecorder(options);
  const saw = (what: Passing, request = 1) => one.saw({ ...what, request, at: Date.now() });
  const recording = () => one.recording({ version: '0', url: '', host: 'page' }, {});
  return { one, saw, recording };
}

const request: Passing = { kind: 'request', method: 'GET', url: 'http://a/', headers: [], body: undefined };
const chunk = (size: number): Passing => ({ kind: 'chunk', chunks: [new Uint8Array(size)] });
const sizeOf = (events: readonly RecordingEvent[]) =>
  events.reduce((sum, event) => sum + (event.kind === 'chunk' ? event.bytes.length : 0), 0);

test('what the page may change is copied, and a recording does not change when its room is used again', () => {
  const { one, saw, recording } = recorder({ bytes: 100_000 });
  const bytes = Buffer.alloc(10_000);
  const lend = (value: number) => saw({ kind: 'chunk', chunks: [bytes.fill(value)], isLent: true });
  const values = ({ events }: Recording) => events.map((event) => event.kind === 'chunk' && new Set(event.bytes));
  for (let n = 0; n < 9; n++) lend(n);
  const before = recording();
  const wanted = Array.from({ length: 9 }, (_, n) => new Set([n]));
  assert.deepEqual(values(before), wanted);
  for (let n = 9; n < 30; n++) lend(n);
  assert.deepEqual(values(before), wanted);
  assert.deepEqual(
    values(recording()),
    Array.from({ length: 9 }, (_, n) => new Set([n + 21])),
  );
  one.took(batch('x'.repeat(10_000)));
  assert.deepEqual(values(recording()).slice(0, 2), [new Set([23]), new Set([24])]);
});

test('rows and bytes of records whose room is used again are those of their batch', () => {
  const { one, recording } = recorder({ bytes: 100_000 });
  for (let n = 0; n < 20; n++) {
    const rows = new Int32Array(4000);
    for (let at = 0; at < rows.length; at += 4) rows.set([0x80, at / 4 + 100, 1, 0], at);
    one.took({ ...batch(), rows, length: 4000 - n * 4, content: new Uint8Array(1000).fill(n), from: 100 });
  }
  const { events } = recording();
  assert.deepEqual(
    new Set(events.map((event) => event.kind === 'record' && event.data[0])),
    new Set([15, 16, 17, 18, 19]),
  );
  assert.equal(events.length, 985 + 984 + 983 + 982 + 981);
});

test('no more bytes are kept than asked for, and the last ones are', () => {
  const { saw, recording } = recorder({ bytes: 100_000 });
  for (let n = 1; n <= 100; n++) saw(chunk(10_000 + n));
  const { events, header } = recording();
  assert.deepEqual(
    events.map((event) => event.kind === 'chunk' && event.bytes.length),
    [10_092, 10_093, 10_094, 10_095, 10_096, 10_097, 10_098, 10_099, 10_100],
  );
  assert.equal(header.dropped, 91);
});

test('small chunks count with what holds them', () => {
  const { saw, recording } = recorder({ bytes: 1 << 20 });
  for (let n = 0; n < 100_000; n++) saw(chunk(1));
  const { events, header } = recording();
  assert.equal(events.length, Math.floor((1 << 20) / 513));
  assert.equal(header.dropped, 100_000 - events.length);
});

test('the text of records counts, and so do long requests', () => {
  const { one, saw, recording } = recorder({ bytes: 100_000 });
  one.took(batch('first'));
  one.took(batch('x'.repeat(49_600)));
  assert.equal(recording().events.length, 1);
  saw({ ...request, body: 'x'.repeat(49_000) } as Passing);
  assert.deepEqual(
    recording().events.map(({ kind }) => kind),
    ['request'],
  );
});

test('what is larger than the ring is not kept', () => {
  const { saw, recording } = recorder({ bytes: 1000 });
  saw(chunk(1000));
  assert.equal(recording().events.length, 0);
});

test('what is older than asked for is dropped, when somebody asks as well', () => {
  mock.timers.enable({ apis: ['Date'] });
  try {
    const { saw, recording } = recorder({ seconds: 10 });
    for (let n = 0; n < 5; n++) {
      saw(chunk(n));
      mock.timers.setTime((n + 1) * 4000);
    }
    assert.deepEqual(
      recording().events.map(({ t }) => t),
      [12_000, 16_000],
    );
    mock.timers.setTime(60_000);
    assert.equal(recording().events.length, 0);
  } finally {
    mock.timers.reset();
  }
});

test('the head of the last response stays when its first bytes have gone', () => {
  const { saw, recording } = recorder({ bytes: 3000 });
  for (let n = 1; n <= 2; n++) {
    saw(request, n);
    saw({ kind: 'response', url: 'http://a/', status: 200 + n, headers: [] }, n);
    saw(chunk(100), n);
  }
  for (let n = 0; n < 10; n++) saw(chunk(200), 2);
  const [first, second, ...rest] = recording().events;
  assert.equal(first!.kind === 'request' && first.request, 2);
  assert.equal(second!.kind === 'response' && second.status, 202);
  assert.deepEqual(
    rest.map(({ kind }) => kind),
    rest.map(() => 'chunk'),
  );
  assert.equal(sizeOf(rest), rest.length * 200);
});

test('requests of a host that takes the place of another go on being counted', () => {
  const { saw, recording } = recorder();
  saw(request, 1);
  saw(request, 2);
  saw(request, 1);
  saw({ kind: 'abort', why: 'stall' }, 1);
  assert.deepEqual(
    recording().events.map((event) => 'request' in event && event.request),
    [1, 2, 3, 3],
  );
});

test('a batch is kept as it was, whatever the host makes of its rows', () => {
  const { one, recording } = recorder();
  const given = batch('tick:{"a":1}', '!', ':note', '-', '~');
  one.took(given);
  (given.rows as Int32Array).fill(0);
  const [record, malformed, comment, blank, sign] = recording().events.map(({ t: _, ...event }) => event);
  assert.deepEqual(record, { kind: 'record', type: 'tick', id: '1', data: '{"a":1}' });
  assert.deepEqual(malformed, { kind: 'malformed', reason: 'not-json', bytes: new Uint8Array(1), offset: 7 });
  assert.deepEqual(comment, { kind: 'keepalive', sign: 'comment', data: ':note' });
  assert.deepEqual(
    [blank, sign].map((event) => (event as { sign: string }).sign),
    ['blank', 'signal'],
  );
});

test('a feed keeps what it is told, what it decides and what the page does', () => {
  const { feed, page, opening } = open({ record: true, format: 'ndjson', parse: () => 1, headers: { Cookie: 'no' } });
  assert.equal(opening.records, true);
  page.saw!({ ...request, request: 1, at: Date.now() });
  page.opened(response);
  void page.received(batch('{}'));
  page.notice({ type: 'gap', detail: { reason: 'window', message: 'Some are gone.' } });
  page.failed(failure({ type: 'status', status: 503, attempt: 2, retryInMs: 5200, cause: new Error('no') }));
  feed.pause();
  feed.close();
  const { header, events } = feed.recording();
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['request', 'open', 'record', 'notice', 'error', 'wait', 'call', 'call'],
  );
  const wait = events[5];
  assert.deepEqual(wait?.kind === 'wait' && [wait.ms, wait.reason], [5200, '503, 2 in a row']);
  assert.equal((events[4] as { cause?: unknown }).cause, 'Error: no');
  assert.deepEqual([header.options, header.functions], [{ format: 'ndjson' }, ['parse']]);
  assert.deepEqual([header.version, header.url, header.host], ['0', 'http://feeds.example/x', 'page']);
  assert.equal(header.engine?.['format'], 'ndjson');
});

test('what the page decides about a failure is kept', async () => {
  const { feed, page } = open({ record: {}, reconnect: { delay: () => 7 } });
  assert.equal(await page.delay(failure({})), 7);
  assert.deepEqual(
    feed.recording().events.map((event) => event.kind === 'delay' && event.answer),
    [7],
  );
  feed.close();
});

test('a feed that is not recorded tells of nothing, and has no recording', () => {
  for (const record of [undefined, false]) {
    const { feed, opening } = open({ record });
    assert.equal(opening.records, false);
    assert.throws(() => feed.recording(), {
      name: 'TypeError',
      message: 'recording() is of a feed with the option record.',
    });
    feed.close();
  }
});

test('what the option takes is checked', () => {
  const wrong = [
    [{ record: 'yes' }, /^record is "yes"; it can be true, false, or \{ bytes, seconds, redact \}/],
    [{ record: { bytes: 0 } }, /^record\.bytes is 0; it can be a whole number/],
    [{ record: { second: 1 } }, /^record\.second is not an option.*Did you mean seconds\?/],
    [{ record: { redact: 'all' } }, /^record\.redact is "all"; it can be a function/],
  ] as const;
  for (const [init, message] of wrong) assert.throws(() => open(init as never), { name: 'TypeError', message });
});

test('options that a replay cannot have are not kept, and where a store had the feed begin is', async () => {
  const store = new Map([['k', 'feedsource/1 c7']]);
  const { feed } = open({
    record: true,
    format: 'ndjson',
    id: '/id',
    dedupe: '/key',
    resume: { persist: store, key: 'k' },
    credentials: 'include',
    schema: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } },
    reconnect: { anyMethod: true, delay: () => 1 },
  });
  await new Promise((resolve) => setTimeout(resolve));
  const { options, functions } = feed.recording().header;
  feed.close();
  assert.deepEqual(options, {
    format: 'ndjson',
    id: '/id',
    dedupe: { key: '/key' },
    resume: {},
    credentials: 'include',
    reconnect: { anyMethod: true },
    lastEventId: 'c7',
  });
  assert.deepEqual(functions, ['schema', 'delay']);
});

test('a feed can be made with the options of a recording, whatever was taken out of them', () => {
  const kept = (init: FeedSourceInit) => {
    const { feed } = open({ record: true, ...init });
    const { options } = feed.recording().header;
    open(options as FeedSourceInit);
    return options;
  };
  assert.deepEqual(kept({ method: 'POST', resume: { url: '/{from}', from: { record: '/id' } } }), {
    method: 'POST',
    resume: { url: '/{from}', from: { record: '/id' } },
  });
  assert.deepEqual(
    kept({ method: 'POST', body: '{"a":"hush"}', resume: { body: '/since', header: false, as: '{id+1}' } }),
    {
      method: 'POST',
      resume: { body: '/since', header: false, as: '{id+1}' },
      body: '{}',
    },
  );
  assert.deepEqual(kept({ headers: () => ({}), resume: { from: { header: 'X' } } }), { resume: {} });
  assert.deepEqual(kept({ signals: [{ at: '/a', range: [5, Infinity], then: 'end' }] }), {
    signals: [{ at: '/a', range: [5, Number.MAX_SAFE_INTEGER], then: 'end' }],
  });
  for (const preset of Object.keys(presetOptions) as PresetName[]) {
    const { transport } = presetOptions[preset];
    if (transport === undefined) kept({ preset, method: 'POST', body: '{"a":1}' });
  }
});

test('a function of the page that fails is its own failure, and no failure of the feed', () => {
  const told: unknown[] = [];
  const { reportError } = globalThis;
  globalThis.reportError = (error) => told.push(error);
  try {
    const redact = () => {
      throw new Error('no');
    };
    const { one, saw } = recorder({ redact });
    const heard: RecordingEvent[] = [];
    one.watch(0, (event) => heard.push(event));
    saw(request);
    saw(request, 2);
    assert.equal(told.length, 1);
  } finally {
    globalThis.reportError = reportError;
  }
});
