import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { RecordingEvent, RecordingHeader } from '../src/recorder/event.js';
import { readRecording, Recording, replay } from '../src/recorder/index.js';
import { VirtualClock } from '../src/testing/clock.js';

const header: RecordingHeader = {
  feedrec: 1,
  made: '2026-01-01T00:01:00.000Z',
  began: '2026-01-01T00:00:00.000Z',
  version: '0',
  url: 'http://a/',
  userAgent: '',
  host: 'page',
  dropped: 0,
  options: { format: 'ndjson' },
  functions: [],
};
const utf8 = (text: string) => new TextEncoder().encode(text);
const type = [['content-type', 'application/x-ndjson']] as const;

/** A response that is cut, a 503, one that ends, one that goes on, and none. */
const events: RecordingEvent[] = [
  { t: 0, kind: 'request', request: 1, method: 'GET', url: 'http://a/?q=1', headers: [['accept', '*/*']] },
  { t: 100, kind: 'response', request: 1, url: 'http://b/', status: 200, headers: type },
  { t: 110, kind: 'open', url: 'http://b/', headers: type },
  { t: 200, kind: 'chunk', request: 1, bytes: utf8('\uFEFF{"a":"日') },
  { t: 300, kind: 'chunk', request: 1, bytes: Uint8Array.of(0xff, 0, 0x80) },
  { t: 300, kind: 'record', type: 'message', id: '', data: '"\\ud800"' },
  { t: 310, kind: 'record', type: 'message', id: '1', data: Uint8Array.of(1, 2) },
  { t: 320, kind: 'malformed', reason: 'not-json', offset: 3, bytes: utf8('x') },
  { t: 330, kind: 'keepalive', sign: 'comment', data: ' note' },
  { t: 400, kind: 'end', request: 1, cut: 'TypeError: network error' },
  { t: 400, kind: 'error', type: 'network', message: 'It was cut.', attempt: 1, final: false, retryInMs: 600 },
  { t: 400, kind: 'wait', ms: 600, reason: 'network, 1 in a row' },
  {
    t: 1000,
    kind: 'request',
    request: 2,
    method: 'POST',
    url: 'http://a/',
    headers: [['content-type', 'text/plain']],
    body: '[redacted]',
  },
  { t: 1100, kind: 'response', request: 2, url: 'http://a/', status: 503, headers: [] },
  { t: 1100, kind: 'end', request: 2, cut: '' },
  { t: 2000, kind: 'request', request: 3, method: 'GET', url: 'http://a/', headers: [] },
  { t: 2000, kind: 'unanswered', request: 3, why: 'TypeError: Failed to fetch' },
  { t: 3000, kind: 'request', request: 4, method: 'GET', url: 'http://a/', headers: [] },
  { t: 3000, kind: 'response', request: 4, url: 'http://a/', status: 200, headers: [] },
  { t: 3500, kind: 'chunk', request: 4, bytes: utf8('{}\n') },
  { t: 4000, kind: 'abort', request: 4, why: 'stall' },
];
const recording = new Recording(header, events);

/** What a body has, and how it ends. */
async function bodyOf(response: Response) {
  const chunks: Uint8Array[] = [];
  let cut = '';
  try {
    for await (const chunk of response.body ?? []) chunks.push(chunk);
  } catch (cause) {
    cut = `${cause}`;
  }
  return { sizes: chunks.map(({ length }) => length), hex: Buffer.concat(chunks).toString('hex'), cut };
}
const wanted = Buffer.concat([utf8('\uFEFF{"a":"日'), Uint8Array.of(0xff, 0, 0x80)]).toString('hex');

test('a recording is the same when it was a file', async () => {
  const blob = await recording.blob();
  assert.equal(blob.type, 'application/gzip');
  assert.deepEqual(await readRecording(blob), recording);
  assert.deepEqual(await readRecording(new Uint8Array(await blob.arrayBuffer())), recording);
  const plain = await new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).text();
  assert.deepEqual(await readRecording(plain), recording);
  assert.match(plain, /"kind":"chunk","request":1,"text":"\uFEFF\{/);
  assert.match(plain, /"kind":"chunk","request":1,"base64":"\/wCA"/);
});

test('what is no recording is refused, in words', async () => {
  const whole = new Uint8Array(await (await recording.blob()).arrayBuffer());
  const cases = [
    ['', /^the beginning of the file is "nothing"; it can be \{"feedrec":1/],
    ['{"log":{}}', /^the beginning of the file is "\{\\"log/],
    ['{"feedrec":2}', /^the format of the recording is 2;/],
    ['{"feedrec":1}', /^In line 1 of the recording, made is undefined; it can be a time in ISO 8601/],
    [`${JSON.stringify({ ...header, dropped: -1 })}`, /^In line 1 of the recording, dropped is -1;/],
    [`${JSON.stringify(header)}\n{"t":`, /^Line 2 of the recording is not JSON/],
    [whole.subarray(0, -9), /^The recording is cut off/],
    [whole.subarray(0, 12), /^The recording is cut off/],
    [
      Buffer.concat([whole.subarray(0, 40), whole.subarray(60)]),
      /^The recording is cut off|^Line \d+ of the recording/,
    ],
  ] as const;
  for (const [file, message] of cases) await assert.rejects(readRecording(file), { name: 'TypeError', message });
});

test('so is an event that lacks a member, or has one that it cannot have, by its line', async () => {
  const cases = [
    ['7', /^In line 3 of the recording, t is undefined; it can be milliseconds, a number from 0/],
    ['{"t":-5,"kind":"call","call":"pause"}', /^In line 3 of the recording, t is -5;/],
    ['{"t":"5","kind":"call","call":"pause"}', /, t is "5";/],
    ['{"t":1e999,"kind":"call","call":"pause"}', /, t is Infinity;/],
    ['{"t":5}', /, kind is undefined; it can be a text/],
    ['{"t":5,"kind":"call"}', /, call is undefined; it can be a text/],
    ['{"t":5,"kind":"chunk","request":1}', /, bytes is undefined; it can be bytes, as text or base64/],
    ['{"t":5,"kind":"chunk","request":1,"base64":"*"}', /, base64 is "\*"; it can be that of RFC 4648/],
    ['{"t":5,"kind":"chunk","request":0,"text":"x"}', /, request is 0; it can be a whole number from 1\./],
    ['{"t":5,"kind":"response","request":1,"url":"","status":1000,"headers":[]}', /, status is 1000;.* from 0 to 599/],
    ['{"t":5,"kind":"open","url":"","headers":{"a":"b"}}', /, headers is an object; it can be pairs of texts/],
    ['{"t":5,"kind":"record","type":"message","id":""}', /, data is undefined; it can be a text, or bytes/],
    ['{"t":5,"kind":"delay","answer":true}', /, answer is true;/],
  ] as const;
  const before = `${JSON.stringify(header)}\n{"t":1,"kind":"later","base64":"AA==","more":{}}\n`;
  assert.equal((await readRecording(before)).events.length, 1, 'kinds that are not known pass');
  for (const [line, message] of cases)
    await assert.rejects(readRecording(`${before}${line}\n`), { name: 'TypeError', message });
});

test('a file of some KB does not unzip to more than is allowed', async () => {
  const bomb = gzipSync(Buffer.concat([utf8(`${JSON.stringify(header)}\n`), Buffer.alloc(50_000_000, ' ')]));
  assert.ok(bomb.length < 100_000);
  await assert.rejects(readRecording(bomb, { maxBytes: 1_000_000 }), {
    name: 'TypeError',
    message: 'The recording has more than 1000000 bytes when it is unzipped; maxBytes allows for more.',
  });
  const lines = { maxBytes: 64 * 100 };
  const many = gzipSync(`${JSON.stringify(header)}\n${'\n'.repeat(100)}`);
  await assert.rejects(readRecording(many, lines), {
    name: 'TypeError',
    message: 'The recording has more than 100 lines when it is unzipped; maxBytes allows for more.',
  });
  assert.equal((await readRecording(many, { maxBytes: 64 * 102 })).events.length, 0);
  await assert.rejects(readRecording('{}', { maxBytes: 0 }), { message: /^maxBytes is 0;/ });
  await assert.rejects(readRecording('{}', { max: 1 } as object), { message: /^max is not an option;.*maxBytes/ });
});

test('a file of nothing but short lines is refused at once', async () => {
  for (const line of ['\n', '{"t":1,"kind":"x"}\n']) {
    const file = Buffer.concat([utf8(`${JSON.stringify(header)}\n`), Buffer.alloc(40_000_000, line)]);
    await assert.rejects(readRecording(gzipSync(file)), { message: /^The recording has more than 1048576 lines / });
  }
});

test('lines are counted as an editor does', async () => {
  const file = `\n${JSON.stringify(header)}\n\n{"t":5}\n`;
  await assert.rejects(readRecording(file), { message: /^In line 4 of the recording, kind is undefined/ });
});

test('lines that come in pieces are read whole', async () => {
  const text = 'x日'.repeat(200_000);
  const long = new Recording(header, [...events, { t: 5000, kind: 'record', type: 'message', id: '', data: text }]);
  assert.deepEqual(await readRecording(await long.blob()), long);
});

test('each request gets what its like got', async () => {
  const fetch = replay(recording);
  const first = await fetch('http://elsewhere/');
  assert.deepEqual(
    [first.status, first.url, first.headers.get('Content-Type')],
    [200, 'http://b/', 'application/x-ndjson'],
  );
  assert.deepEqual(await bodyOf(first), { sizes: [12, 3], hex: wanted, cut: 'TypeError: network error' });
  const second = await fetch('http://elsewhere/');
  assert.deepEqual([second.status, await bodyOf(second)], [503, { sizes: [], hex: '', cut: '' }]);
  await assert.rejects(fetch('x'), { name: 'TypeError', message: 'Failed to fetch' });
});

test('what has no end goes on until it is given up, and so does what is behind the end of the recording', async () => {
  const fetch = replay(recording);
  const first = await fetch('x');
  await first.body!.cancel();
  await fetch('x');
  await fetch('x').catch(() => {});
  const aborter = new AbortController();
  const { signal } = aborter;
  const body = bodyOf(await fetch('x', { signal }));
  const beyond = fetch('x', { signal });
  setTimeout(() => aborter.abort(), 10);
  assert.deepEqual(await body, { sizes: [3], hex: '7b7d0a', cut: 'AbortError: This operation was aborted' });
  await assert.rejects(beyond, { name: 'AbortError' });
  await assert.rejects(fetch('x', { signal }), { name: 'AbortError' });
});

test('it plays in time, or as many times as fast', async () => {
  for (const [speed, want] of [
    [1, [100, 200, 300, 400]],
    [2, [50, 100, 150, 200]],
    [undefined, [0, 0, 0, 0]],
  ] as const) {
    const clock = new VirtualClock({ autoAdvance: true });
    const response = await replay(recording, { speed, clock })('x');
    const times = [clock.now];
    const reader = response.body!.getReader();
    for (let n = 0; n < 3; n++) {
      await reader.read().catch(() => {});
      times.push(clock.now);
    }
    assert.deepEqual(times, want);
  }
});

test('it waits also for longer than a timer takes', async () => {
  const far = 3e9; // some 35 days
  const late = new Recording(header, [events[0]!, { ...events[1]!, t: far } as RecordingEvent]);
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    let answered = false;
    const response = replay(late, { speed: 1 })('x').then(() => (answered = true));
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    for (const ms of [1000, 2 ** 31 - 1001, far - 2 ** 31]) {
      await turn();
      mock.timers.tick(ms);
      await turn();
      assert.equal(answered, false);
    }
    mock.timers.tick(1);
    await response;
  } finally {
    mock.timers.reset();
  }
});

test('bytes are the same in whatever chunks they come', async () => {
  for (const [cut, sizes] of [
    [1, Array(15).fill(1)],
    [5, [5, 5, 5]],
    [100, [15]],
  ] as const) {
    const got = await bodyOf(await replay(recording, { cut })('x'));
    assert.deepEqual(got, { sizes, hex: wanted, cut: 'TypeError: network error' });
  }
  const bytes = Uint8Array.from({ length: 5000 }, (_, i) => i);
  const long = new Recording(header, [
    events[0]!,
    events[1]!,
    { t: 1, kind: 'chunk', request: 1, bytes },
    { t: 2, kind: 'end', request: 1, cut: '' },
  ]);
  const seeded = async (seed: number) => bodyOf(await replay(long, { cut: { seed } })('x'));
  const [one, again, other] = [await seeded(1), await seeded(1), await seeded(2)];
  assert.deepEqual(one, again);
  assert.notDeepEqual(one.sizes, other.sizes);
  for (const { hex, sizes } of [one, other]) {
    assert.equal(hex, Buffer.from(bytes).toString('hex'));
    assert.equal(Math.max(...sizes) <= 64 && sizes.length > 100, true);
  }
});

test('what replay is given is checked', () => {
  const wrong = [
    [undefined, {}, /^recording is null; it can be what feed.recording\(\)/],
    [recording, { speed: 0 }, /^speed is 0; it can be a number over 0/],
    [recording, { cut: 0 }, /^cut is 0; it can be a number of bytes/],
    [recording, { cut: { sed: 1 } }, /^cut is an object/],
    [recording, { clock: 5 }, /^clock is 5; it can be what has wait\(ms\), such as a VirtualClock/],
    [recording, { clock: null }, /^clock is null;/],
    [new Recording({ ...header, url: 'wss://a/' }, []), {}, /^A recording of a WebSocket cannot be played: /],
    [
      new Recording({ ...header, options: { transport: 'websocket' } }, []),
      {},
      /^A recording of a WebSocket cannot be played: /,
    ],
    [
      new Recording({ ...header, url: '' }, [{ ...events[0]!, url: 'ws://a/' } as never]),
      {},
      /^A recording of a WebSocket cannot be played: /,
    ],
    [recording, { sped: 1 }, /^sped is not an option.*Did you mean speed\?/],
    [
      new Recording(header, [events[0]!, { ...events[1]!, status: 101 } as never]),
      {},
      /^A recording of a WebSocket cannot be played: /,
    ],
  ] as const;
  for (const [what, options, message] of wrong)
    assert.throws(() => replay(what as never, options as never), { name: 'TypeError', message });
});

test('a recording is an HTTP Archive', () => {
  const { log } = recording.har();
  assert.deepEqual([log.version, log.creator, log.entries.length], ['1.2', { name: 'feedsource', version: '0' }, 4]);
  const members = {
    request: ['method', 'url', 'httpVersion', 'cookies', 'headers', 'queryString', 'headersSize', 'bodySize'],
    response: [
      'status',
      'statusText',
      'httpVersion',
      'cookies',
      'headers',
      'content',
      'redirectURL',
      'headersSize',
      'bodySize',
    ],
    timings: ['send', 'wait', 'receive'],
  };
  for (const entry of log.entries) {
    assert.match(entry.startedDateTime, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    for (const [part, names] of Object.entries(members))
      for (const name of names) assert.notEqual((entry as never)[part][name], undefined, `${part}.${name}`);
    const { content } = entry.response as unknown as { content: Record<string, unknown> };
    assert.deepEqual([typeof content['size'], typeof content['mimeType'], entry.cache], ['number', 'string', {}]);
    const { send, wait, receive } = entry.timings;
    assert.equal(send + wait + receive, entry.time);
  }
  const [cut, refused, none] = log.entries;
  assert.equal(cut!.startedDateTime, '2026-01-01T00:00:00.000Z');
  assert.deepEqual(cut!.timings, { send: 0, wait: 100, receive: 300 });
  assert.deepEqual(cut!.request['queryString'], [{ name: 'q', value: '1' }]);
  assert.deepEqual(cut!.response['content'], {
    size: 15,
    mimeType: 'application/x-ndjson',
    text: Buffer.from(wanted, 'hex').toString('base64'),
    encoding: 'base64',
  });
  assert.deepEqual(refused!.request['postData'], { mimeType: 'text/plain', params: [], text: '[redacted]' });
  assert.equal(none!.response.status, 0);
});
