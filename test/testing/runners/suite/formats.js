import assert from 'node:assert/strict';
import { fakeFeed } from 'feedsource/testing';
import { textsOf, url } from './reading.js';

const values = [
  { id: 1, text: 'one' },
  { id: 2, text: 'zwei: ü' },
  { id: 3, text: 'x'.repeat(300) },
];
const withData = values.map((data) => ({ data }));
const texts = values.map((value) => JSON.stringify(value));

/** By format: records, and the texts that a feed has of them. */
const all = [
  ...['ndjson', 'json-cr', 'json-crlf', 'length', 'json', 'json-seq', 'json-array', 'lines', 'varint'],
  ...['u16be', 'u16le', 'u32be', 'u32le', 'u64be', 'u64le'],
].map((format) => [format, values, texts]);
all.push(
  ['sse', values.map((data) => ({ data, event: 'news', id: `${data.id}`, retry: 500 })), texts],
  ['u8', ['a', 'b'], ['a', 'b']],
  ['text', ['some ', 'text'], ['some ', 'text']],
  [
    { length: { bytes: 2, offset: 1, counts: 'frame' }, header: 4 },
    withData.map((record) => ({ ...record, header: Uint8Array.of(9) })),
    texts,
  ],
  ['envelope', withData, texts],
  ['docker', values.map((data) => ({ data, stream: 'stderr' })), texts],
  [
    'aws-eventstream',
    values.map((data) => ({ data, event: 'news', headers: { yes: true, number: -7, long: 5n, at: new Date(0) } })),
    texts,
  ],
  [
    'multipart',
    values.map((data) => ({ data, headers: { 'Content-Type': 'application/json', 'X-Number': '1' } })),
    texts,
  ],
  ['cbor-seq', [Uint8Array.of(1), Uint8Array.of(0x61, 0x41)], ['\x01', 'aA']],
  ['msgpack', [Uint8Array.of(1), Uint8Array.of(0xa1, 0x41)], ['\x01', '\ufffdA']],
);

/** Feeds read what a fake sends, in one chunk and in chunks of all sizes. */
export function formats(test) {
  for (const [format, records, expected] of all) {
    const name = typeof format === 'string' ? format : 'a header of a layout';
    test(`${name}: what is sent arrives`, async () => {
      const fake = fakeFeed({ format })
        .send(...records)
        .end();
      const whole = await textsOf({ format, fetch: fake.fetch, reconnect: false });
      const cut = fakeFeed({ format })
        .send(...records)
        .end()
        .chaos(1, { cut: 0, chunk: 3 });
      const pieces = await textsOf({ format, fetch: cut.fetch, reconnect: false });
      for (const got of [whole, pieces])
        if (format === 'text') assert.equal(got.join(''), expected.join(''));
        else assert.deepEqual(got, expected);
    });
  }

  test('the content type tells a feed what comes', async () => {
    for (const format of ['sse', 'ndjson', 'json-seq', 'envelope', 'docker', 'aws-eventstream', 'multipart']) {
      const [, records, expected] = all.find(([name]) => name === format);
      const fake = fakeFeed({ format })
        .send(...records)
        .end();
      assert.deepEqual(await textsOf({ fetch: fake.fetch, reconnect: false }), expected, format);
    }
  });

  for (const contentType of ['application/grpc-web+proto', 'application/grpc-web-text+proto']) {
    test(`envelopes of ${contentType}`, async () => {
      const fake = fakeFeed({ format: 'envelope', contentType })
        .send(...withData)
        .end();
      assert.deepEqual(await textsOf({ fetch: fake.fetch, reconnect: false }), texts);
      const failing = fakeFeed({ format: 'envelope', contentType })
        .send({ flags: 0x80, data: 'grpc-status: 5\r\n' })
        .end();
      await assert.rejects(textsOf({ fetch: failing.fetch }), { type: 'server', code: 'not_found' });
    });
  }

  test('values go by an encoder of the test', async () => {
    const encode = (value) => Uint8Array.of(0xa1, value.charCodeAt(0));
    const fake = fakeFeed({ format: 'msgpack', encode }).send('A', 'B').end();
    assert.deepEqual(await textsOf({ format: 'msgpack', fetch: fake.fetch, reconnect: false }), ['\ufffdA', '\ufffdB']);
  });

  test('raw bytes go as they are, and keep-alives are no records', async () => {
    const fake = fakeFeed({ format: 'ndjson' }).keepalive().raw('{"te').raw('xt":1}\n').keepalive().end();
    assert.deepEqual(await textsOf({ format: 'ndjson', fetch: fake.fetch, reconnect: false }), ['{"text":1}']);
  });

  test('what is no record is refused where it is scripted', () => {
    const refused = (init, record, message) =>
      assert.throws(() => fakeFeed(init).send(record), { name: 'TypeError', message });
    refused({ format: 'lines' }, 'a\nb', /holds "\\n", which ends it/);
    refused({ format: 'sse' }, { id: 1, text: 'one' }, /A record of sse has text; it can be .* where JSON is the data/);
    refused({ format: 'sse' }, { data: '', id: 'a\nb' }, /sse: id holds "\\n"/);
    refused({ format: 'cbor-seq' }, { id: 1 }, /is bytes here; .* encode/);
    refused({ format: 'docker' }, { data: '', stream: 'out' }, /stream is "out"; it can be stdin, stdout, stderr/);
    refused({ format: { length: { bytes: 1 } } }, 'x'.repeat(256), /256 bytes is too long for a length of 1 bytes/);
    for (const format of ['sse', 'ndjson', 'lines', 'json-array', 'u8', 'message']) {
      const said = 'it can be a text, bytes, or a value of which encode makes one of these';
      refused({ format }, undefined, `A record is undefined; ${said}.`);
      refused({ format }, () => {}, `A record is a function; ${said}.`);
    }
    refused({ format: 'sse' }, { id: '1', data: undefined }, /A record is undefined/);
    for (const value of [5n, { n: 5n }])
      refused(
        { format: 'ndjson' },
        value,
        /^A record cannot be JSON \(.*BigInt.*\); send a text or bytes, or give fakeFeed an encode/,
      );
    refused({ format: 'msgpack', encode: () => 5 }, { id: 1 }, /A record is an object; .* of which encode makes/);
    assert.throws(() => fakeFeed({ format: 'u8' }).keepalive(), /u8 has no keep-alive/);
    assert.throws(() => fakeFeed({ format: 'auto' }), /format is "auto"; it can be sse/);
    assert.throws(() => fakeFeed({ fromat: 'sse' }), /fromat is not an option; .* Did you mean format\?/);
  });

  test('fetch gives a response that knows its address', async () => {
    const response = await fakeFeed().open({ 'X-Served-By': 'one' }).end().fetch(url);
    assert.equal(response.url, url);
    assert.equal(response.headers.get('X-Served-By'), 'one');
    assert.equal(await response.text(), '');
  });
}
