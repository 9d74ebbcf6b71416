import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Body } from '../src/devtools/bodies.js';
import { bodiesOf } from '../src/devtools/bodies.js';
import { cut, matched } from '../src/devtools/frames.js';
import { hexLines } from '../src/devtools/hex.js';
import { Measures } from '../src/devtools/measures.js';
import { shares, Timeline } from '../src/devtools/timeline.js';
import { inWords, waitInWords } from '../src/devtools/words.js';
import type { RecordingEvent } from '../src/recorder/event.js';
import type { Recording } from '../src/recorder/recording.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const chunk = (text: string, request = 1): RecordingEvent => ({ t: 0, kind: 'chunk', request, bytes: bytesOf(text) });
const record = (data: string) => ({ t: 0, kind: 'record', type: 'message', id: '', data }) as const;
const response = (request: number, status = 200): RecordingEvent => ({
  t: 0,
  kind: 'response',
  request,
  url: '',
  status,
  headers: [],
});
const body = (more: Partial<Body>): Body => ({
  request: 1,
  url: '',
  status: 200,
  headers: [],
  bytes: bytesOf(''),
  chunks: [],
  became: [],
  isEnded: false,
  isWhole: true,
  ...more,
});

test('waits are said in words', () => {
  assert.equal(waitInWords(5200, '503, 2 in a row'), 'Waits 5.2 s: 503, second in a row.');
  assert.equal(waitInWords(250, 'network, 1 in a row'), 'Waits 250 ms: network, first in a row.');
  assert.equal(waitInWords(60_000, 'end, 12 in a row'), 'Waits 60.0 s: end, number 12 in a row.');
});

test('bytes and records are not among what is said', () => {
  assert.equal(inWords(chunk('a')), undefined);
  assert.equal(inWords(record('a')), undefined);
  for (const call of ['later', 'constructor', '__proto__'])
    assert.deepEqual(inWords({ t: 0, kind: 'call', call }), { what: call, text: '', tone: 'own' });
  assert.equal(inWords({ t: 0, kind: 'delay', answer: false })?.text, 'The page’s function ends the feed.');
});

test('a line goes through its states, and is silent where nothing came for long', () => {
  const line = new Timeline();
  line.note({ t: 0, kind: 'request', request: 1, method: 'GET', url: '', headers: [] }, 1000);
  line.note({ t: 0, kind: 'open', url: '', headers: [] }, 2000);
  line.bytes(3000);
  line.bytes(20_000);
  const failure = { t: 0, kind: 'error', type: 'stall', message: '', attempt: 1, retryInMs: 1, final: false } as const;
  line.note(failure, 21_000);
  line.note({ t: 0, kind: 'call', call: 'close' }, 22_000);
  line.note({ t: 0, kind: 'open', url: '', headers: [] }, 23_000);
  const stays = line.stays(0, 24_000);
  assert.deepEqual(
    stays.map(({ state, from, to }) => [state, from, to]),
    [
      ['connecting', 1000, 2000],
      ['open', 2000, 3000],
      ['silent', 3000, 20_000],
      ['open', 20_000, 21_000],
      ['stalled', 21_000, 22_000],
      ['closed', 22_000, 24_000],
    ],
  );
  assert.equal(shares(line.stays(2000, 20_000)), 'silent 94 %, open 6 %');
});

test('a line that asks for what it missed stays open', () => {
  const line = new Timeline();
  const request = (n: number): RecordingEvent => ({
    t: 0,
    kind: 'request',
    request: n,
    method: 'GET',
    url: '',
    headers: [],
  });
  line.note(request(1), 1000);
  line.note({ t: 0, kind: 'open', url: '', headers: [] }, 2000);
  line.note(request(2), 2500);
  assert.equal(line.state, 'open');
  line.note({ t: 0, kind: 'call', call: 'pause' }, 3000);
  line.note(request(3), 3500);
  assert.equal(line.state, 'paused');
  const cut = { t: 0, kind: 'error', type: 'network', message: '', attempt: 1, retryInMs: 1, final: false } as const;
  line.note(cut, 4000);
  line.note(request(4), 4500);
  assert.equal(line.state, 'connecting');
});

test('a line that the page has paused is not silent, and is paused again when it has connected anew', () => {
  const line = new Timeline();
  line.note({ t: 0, kind: 'open', url: '', headers: [] }, 1000);
  line.note({ t: 0, kind: 'call', call: 'pause' }, 2000);
  assert.equal(line.stays(0, 60_000).at(-1)?.state, 'paused');
  line.note({ t: 0, kind: 'call', call: 'reconnect' }, 60_000);
  line.note({ t: 0, kind: 'open', url: '', headers: [] }, 61_000);
  assert.equal(line.state, 'paused');
  line.note({ t: 0, kind: 'call', call: 'resume' }, 62_000);
  assert.equal(line.state, 'open');
});

test('frames end with the byte that something came of, and a LF behind its CR is theirs', () => {
  const bytes = bytesOf('a\r\nb\ncd');
  const events = [...'a\r'].map((one) => chunk(one));
  const frames = cut([...events, record('a'), ...[...'\nb\n'].map((one) => chunk(one)), record('b')], bytes);
  assert.deepEqual(
    frames.map(({ from, to, kind }) => [from, to, kind]),
    [
      [0, 3, 'record'],
      [3, 5, 'record'],
      [5, 7, 'open'],
    ],
  );
});

test('what did not come to the page was dropped, and nothing is said of a body whose beginning is gone', () => {
  const frames = ['a', 'b', 'a', 'c'].map((data, i) => ({
    from: i,
    to: i + 1,
    kind: 'record' as const,
    event: record(data),
  }));
  const became = ['a', 'b', 'c'].map(record);
  const kinds = (more: Partial<Body>) => matched(frames, body({ became, ...more })).map(({ kind }) => kind);
  assert.deepEqual(kinds({}), ['record', 'record', 'dropped', 'record']);
  assert.deepEqual(kinds({ isWhole: false }), ['record', 'record', 'record', 'record']);
});

test('the bodies of a recording have what became of their bytes', () => {
  const events = [response(1, 503), chunk('busy'), response(2), chunk('a', 2), record('a'), chunk('b', 2), record('b')];
  const [refused, feed] = bodiesOf({ header: { dropped: 3 }, events } as unknown as Recording);
  assert.deepEqual([refused!.status, refused!.became.length, refused!.isWhole], [503, 0, false]);
  assert.deepEqual([feed!.bytes.length, feed!.chunks, feed!.became.length, feed!.isWhole], [2, [1, 1], 2, true]);
});

test('bytes stand in the columns of their places', () => {
  assert.deepEqual(hexLines(bytesOf('abc\ndé'), 6, 8), [
    { at: '00000000', hex: '                  61 62', text: '      ab' },
    { at: '00000008', hex: '63 0a 64 c3 a9', text: 'c¶d··' },
  ]);
});

test('the last thousand entries of the timeline are kept, whatever they are called', () => {
  const entries = () => performance.getEntriesByType('measure').length;
  for (let n = 1; n <= 600; n++) {
    const measures = new Measures(() => `${n} /v1/chat`);
    const t = Date.now();
    for (let request = 1; request <= 2; request++) {
      measures.take({ t, kind: 'request', request, method: 'GET', url: '', headers: [] });
      measures.take({ t, kind: 'abort', request, why: 'stall' });
      measures.take({ t, kind: 'notice', type: 'stall', detail: { silentMs: 1 } });
      measures.take({ t, kind: 'wait', ms: 1, reason: 'stall, 1 in a row' });
    }
    measures.take({ t, kind: 'call', call: 'close' });
    assert.equal(entries(), Math.min(1000, n * 6), `after ${n} feeds`);
  }
});

test('a connection is on the timeline also where another was made beside it', () => {
  performance.clearMeasures();
  const measures = new Measures(() => 'beside');
  const t = Date.now();
  for (const request of [1, 2]) measures.take({ t, kind: 'request', request, method: 'GET', url: '', headers: [] });
  measures.take({ t, kind: 'end', request: 2, cut: '' });
  measures.take({ t, kind: 'call', call: 'close' });
  const named = performance.getEntriesByType('measure').map(({ name }) => name);
  assert.deepEqual(named.sort(), ['feed beside: connection 1', 'feed beside: connection 2']);
});
