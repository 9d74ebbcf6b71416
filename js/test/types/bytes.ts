// What an app writes that reads frames of bytes, and talks by a WebSocket.
import {
  type Bytes,
  envelope,
  FeedSource,
  type FeedEvent,
  type FixedFormat,
  type HeaderFields,
  type Member,
} from 'feedsource';
import { expect, type Same } from './expect.js';

interface Reading {
  at: number;
}

const decode = (bytes: Uint8Array): Reading => ({ at: bytes.length });
const readings = new FeedSource<Reading, Uint8Array>('/readings', {
  format: 'cbor-seq',
  parse: decode,
  maxRecordBytes: 1 << 16,
});
readings.onmessage = (event) => {
  expect<Same<typeof event, FeedEvent<Reading, Uint8Array>>>();
  expect<Same<typeof event.data, Uint8Array>>();
  expect<Same<typeof event.text, string>>();
  expect<Same<typeof event.json, Reading>>();
  expect<Same<typeof event.headers, HeaderFields | undefined>>();
};
for await (const { data, header } of readings) {
  expect<Same<typeof data, Uint8Array>>();
  expect<Same<typeof header, Bytes | undefined>>();
}

// The types of both come from `parse`.
const inferred = new FeedSource('/readings', { format: 'varint', parse: decode });
expect<Same<typeof inferred, FeedSource<Reading, Uint8Array>>>();

const pictures = new FeedSource<unknown, Blob>('/camera', { format: 'multipart', binaryType: 'blob' });
pictures.onmessage = ({ data }) => URL.createObjectURL(data);

const layout: FixedFormat = { length: { bytes: 4, endian: 'little', offset: 2, counts: 'frame' }, header: 8 };
const sequence: Member = { header: ':sequence' };
new FeedSource('/frames', { format: layout, payload: 'json', id: [sequence, '/id'], dedupe: sequence });

new FeedSource('/chat.v1.Chat/Watch', { method: 'POST', body: envelope('{}'), decode: { base64: '/bytes' } });
// @ts-expect-error a length of three bytes
new FeedSource('/', { format: { length: { bytes: 3 } } });
// @ts-expect-error payloads are JSON, or whatever they are
new FeedSource('/', { payload: 'xml' });

const talk = new FeedSource<{ n: number }>('wss://feeds.example/talk', {
  protocols: ['v2.talk', 'v1.talk'],
  greet: async ({ lastEventId }) => [{ token: 'x' }, { since: lastEventId }],
  subscribe: { topic: 'news' },
  keepalive: { ping: 'ping', pong: { at: '/type', is: 'pong' } },
  signals: [
    { close: [4400, 4499], then: 'stop' },
    { at: '/type', is: 'ping', then: 'keepalive', reply: { type: 'pong' } },
    { at: '/type', is: 'welcome', then: 'ready' },
  ],
});
expect<Same<ReturnType<typeof talk.send>, Promise<void>>>();
await talk.send('text');
await talk.send(new Uint8Array(3));
await talk.send({ text: 'hello' });
// @ts-expect-error a number is no message
await talk.send(5);
// @ts-expect-error there are two transports
new FeedSource('/', { transport: 'carrier pigeon' });
