// Frames of bytes, from a record's JSON to what a server sends. Records have a number and a text.
import { crc32 } from './crc32.js';

const encoder = new TextEncoder();

/** Texts and bytes, one behind the other. */
export function join(...parts) {
  const pieces = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const bytes = (...list) => Uint8Array.from(list);
const u16 = (n) => bytes(n >> 8, n);
const u32 = (n) => bytes(n >>> 24, n >>> 16, n >>> 8, n);
const varint = (n) => (n < 128 ? bytes(n) : join(bytes((n & 127) | 128), varint(n >>> 7)));

const json = (text) => encoder.encode(text);

/** A message of Protocol Buffers: int32 n = 1; string text = 2. */
function proto(record) {
  const { n, text } = JSON.parse(record);
  return join(bytes(8), varint(n), bytes(18), varint(text.length), text);
}

function cbor(record) {
  const { n, text } = JSON.parse(record);
  const length = text.length < 256 ? bytes(0x78, text.length) : join(bytes(0x79), u16(text.length));
  return join(bytes(0xa2, 0x61), 'n', bytes(0x1a), u32(n), bytes(0x64), 'text', length, text);
}

function msgpack(record) {
  const { n, text } = JSON.parse(record);
  const length = text.length < 256 ? bytes(0xd9, text.length) : join(bytes(0xda), u16(text.length));
  return join(bytes(0x82, 0xa1), 'n', bytes(0xce), u32(n), bytes(0xa4), 'text', length, text);
}

const envelope = (flags, payload) => join(bytes(flags), u32(payload.length), payload);

const field = (name, value) => join(bytes(name.length), name, bytes(7), u16(value.length), value);
const fields = join(
  field(':event-type', 'chunk'),
  field(':content-type', 'application/json'),
  field(':message-type', 'event'),
);

function amazon(payload) {
  const lengths = join(u32(16 + fields.length + payload.length), u32(fields.length));
  const message = join(lengths, u32(crc32(lengths, 0, 8)), fields, payload);
  return join(message, u32(crc32(message, 0, message.length)));
}

const ofJSON = 'Content-Type: application/json; charset=utf-8';
const part = (header, payload) => join(`--frontier\r\n${header}\r\n\r\n`, payload, '\r\n');

/** By format: a record's payload, the frame around it, and what stands behind the last one. */
const formats = {
  varint: { payload: proto, frame: (payload) => join(varint(payload.length), payload) },
  u32be: { payload: proto, frame: (payload) => join(u32(payload.length), payload) },
  'envelope-json': { payload: json, frame: (payload) => envelope(0, payload), end: envelope(2, json('{}')) },
  'envelope-proto': { payload: proto, frame: (payload) => envelope(0, payload), end: envelope(2, json('{}')) },
  docker: {
    payload: (text) => json(`${text}\n`),
    frame: (payload) => join(bytes(1, 0, 0, 0), u32(payload.length), payload),
  },
  'aws-eventstream': { payload: json, frame: amazon },
  multipart: { payload: json, frame: (payload) => part(ofJSON, payload), end: json('--frontier--\r\n') },
  'cbor-seq': { payload: cbor, frame: (payload) => payload },
  msgpack: { payload: msgpack, frame: (payload) => payload },
};

/** The formats whose records are bytes. `envelope` is here by what is in it. */
export const bytesFormats = Object.keys(formats);

/**
 * A picture is no text, and its part says how long it is, as those of cameras do.
 *
 * @returns {{ payload: (record: string | Uint8Array) => Uint8Array, frame: (payload: Uint8Array) => Uint8Array, end?: Uint8Array }}
 */
export const framing = (format, corpus) =>
  corpus === 'pictures'
    ? {
        ...formats[format],
        payload: (picture) => picture,
        frame: (picture) => part(`Content-Type: image/jpeg\r\nContent-Length: ${picture.length}`, picture),
      }
    : formats[format];
