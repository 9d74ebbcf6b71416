import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../src/page/check.js';
import { mustServe } from '../src/page/idle.js';
import type { FeedSourceInit } from '../src/page/options.js';
import { checkTransport } from '../src/page/websocket.js';
import { withPreset } from '../src/page/with-preset.js';
import { optionsOf as of } from './engine-options.js';

globalThis.WebSocket ??= class {} as unknown as typeof WebSocket; // which Node 20 has not

/** What is said of options. */
function said(init: unknown): string {
  try {
    const whole = withPreset(init as FeedSourceInit);
    check(whole);
    mustServe(init as FeedSourceInit, whole, false);
    return 'fine';
  } catch (error) {
    return `${error}`;
  }
}

test('a format of a fixed header is checked whole', () => {
  for (const [format, says] of [
    [{ length: { bytes: 4 } }, 'fine'],
    [{ length: { bytes: 2, endian: 'little', offset: 3, counts: 'frame' }, header: 8 }, 'fine'],
    [{}, 'TypeError: format needs length.'],
    [{ length: 4 }, 'TypeError: format.length is 4; it can be an object like { bytes: 4 }.'],
    [{ length: {} }, 'TypeError: format.length needs bytes.'],
    [{ length: { bytes: 3 } }, 'TypeError: format.length.bytes is 3; it can be 1, 2, 4 or 8.'],
    [{ length: { bytes: 4, endian: 'middle' } }, /^TypeError: format.length.endian is "middle"; it can be big, little/],
    [{ length: { bytes: 4, counts: 'all' } }, /^TypeError: format.length.counts is "all"; it can be payload, frame/],
    [{ length: { bytes: 4, offset: -1 } }, /^TypeError: format.length.offset is -1; it can be a whole number from 0/],
    [{ length: { bytes: 4, offset: 2 }, header: 5 }, /^TypeError: format.header is 5; it can be a whole number from 6/],
    [{ length: { bytes: 4 }, header: 2000 }, /to 1024\.$/],
    [{ length: { bytes: 4, size: 1 } }, /^TypeError: format.length.size is not an option; there are bytes, endian/],
    [{ size: 4 }, /^TypeError: format.size is not an option; there are length, header\./],
    [['varint'], /^TypeError: format is an array; it can be auto, sse, /],
    ['varints', /^TypeError: format is "varints"; .* Did you mean varint\?/],
  ] as const) {
    if (typeof says === 'string') assert.equal(said({ format }), says);
    else assert.match(said({ format }), says);
  }
});

test('the engine gets the layout of a header, or the name of a format', () => {
  const fixed = { length: { bytes: 2, endian: 'little', offset: 1, counts: 'frame' }, header: 8 } as const;
  const { format, layout } = of({ format: fixed });
  assert.deepEqual([format, layout], ['fixed', [2, 1, 8, 1, 1]]);
  const plain = of({ format: { length: { bytes: 4 } } });
  assert.deepEqual(plain.layout, [4, 0, 4, 0, 0]);
  assert.deepEqual([of({ format: 'u32be' }).format, of({ format: 'u32be' }).layout], ['u32be', undefined]);
  assert.deepEqual([of({ payload: 'json' }).json, of({}).json], [true, false]);
});

test('options of bytes are none of text', () => {
  assert.equal(said({ format: 'varint', payload: 'json', binaryType: 'blob', id: '/n' }), 'fine');
  assert.equal(said({ payload: 'json' }), 'fine', 'auto may find either');
  assert.equal(
    said({ format: 'ndjson', payload: 'json' }),
    'TypeError: payload needs a format of bytes, since records of format ndjson are text.',
  );
  assert.match(said({ format: 'sse', binaryType: 'blob' }), /^TypeError: binaryType needs a format of bytes/);
  assert.match(said({ payload: 'text' }), /^TypeError: payload is "text"; it can be json/);
});

test('a field of a header stands where a pointer can', () => {
  const header = { header: ':seq' };
  const signals = [{ at: header, is: 'x', and: { at: header }, then: 'end' }];
  assert.equal(said({ id: [header, '/id'], dedupe: header, lag: { time: header }, signals }), 'fine');
  const options = of({ id: header, dedupe: { key: [header, '/a'] }, lag: { time: header } });
  assert.deepEqual([options.id, options.dedupe!.key, options.lag!.time], [[':seq'], [':seq', '/a'], ':seq']);
  for (const odd of [{ header: '' }, { header: '/a' }, { header: 1 }, { header: 'a', b: 1 }, {}])
    assert.match(
      said({ id: odd }),
      /^TypeError: id is an object; it can be a JSON pointer like \/id, or \{ header \}\.$/,
    );
  for (const format of ['aws-eventstream', 'multipart', 'auto']) assert.equal(said({ format, id: header }), 'fine');
  for (const option of [{ id: header }, { dedupe: header }, { lag: { time: header } }, { signals }])
    assert.equal(
      said({ format: 'varint', ...option }),
      'TypeError: { header } needs a format of records with header fields (aws-eventstream, multipart).',
    );
});

test('a WebSocket has a scheme of its own or of HTTP, and each subprotocol once', () => {
  const at = (url: string) => checkTransport(new URL(url), {}, { transport: 'websocket' });
  for (const scheme of ['wss', 'ws', 'https', 'http']) at(`${scheme}://a.example/wall`);
  assert.throws(
    () => at('ftp://a.example/wall'),
    /^TypeError: The scheme of a WebSocket is "ftp:"; it can be wss:, ws:/,
  );
  assert.equal(said({ protocols: ['a', 'b'] }), 'fine');
  assert.match(said({ protocols: ['a', 'a'] }), /^TypeError: protocols is an array; .* several, each once\.$/);
});
