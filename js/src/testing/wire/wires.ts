import { mustBeOneOf } from '../../must.js';
import { checkFixed } from '../../page/fixed-format.js';
import { formats, type FixedFormat, type Format } from '../../page/options.js';
import type { Encode, Wire } from './wire.js';
import { amazon } from './amazon.js';
import { docker, fixed, prefixed, sequence, varint, widths } from './bytes.js';
import { envelopes } from './envelopes.js';
import { multipart } from './multipart.js';
import { eventStream } from './sse.js';
import { arrayOf, jsonSeq, lengthDelimited, linesBy, texts } from './text.js';

/** The formats that a server can write: all but `auto`, which is for readers. `message` is for WebSockets. */
export type FakeFormat = Exclude<Format, 'auto'> | FixedFormat;

type MakeWire = (encode: Encode, contentType: string | undefined) => Wire;

const wires: Readonly<Record<Exclude<Format, 'auto' | 'message'>, MakeWire>> = {
  sse: eventStream,
  ndjson: linesBy('\n', 'application/x-ndjson'),
  'json-cr': linesBy('\r', 'application/json'),
  'json-crlf': linesBy('\r\n', 'application/json'),
  length: lengthDelimited,
  json: texts('application/json', '\n'),
  'json-seq': jsonSeq,
  'json-array': arrayOf,
  lines: linesBy('\n', 'text/plain;charset=utf-8'),
  text: texts('text/plain;charset=utf-8', ''),
  varint: prefixed(varint),
  u8: fixed(widths.u8),
  u16be: fixed(widths.u16be),
  u16le: fixed(widths.u16le),
  u32be: fixed(widths.u32be),
  u32le: fixed(widths.u32le),
  u64be: fixed(widths.u64be),
  u64le: fixed(widths.u64le),
  envelope: envelopes,
  docker,
  'aws-eventstream': amazon,
  multipart,
  'cbor-seq': sequence('application/cbor-seq'),
  msgpack: sequence('application/msgpack'),
};

/** @throws {TypeError} there is no such format. */
export function checkFormat(format: unknown): asserts format is FakeFormat {
  if (typeof format === 'object' && format !== null) return checkFixed('format', format);
  const known = formats.filter((name) => name !== 'auto');
  mustBeOneOf('format', format, known);
}

/**
 * A wire for one answer.
 *
 * @throws {TypeError} the format is not for bodies.
 */
export function wireOf(format: FakeFormat, encode: Encode | undefined, contentType: string | undefined): Wire {
  if (format === 'message')
    throw new TypeError(
      "format: 'message' is for a WebSocket; the page asks by HTTP, for which fakeFeed needs another format.",
    );
  const make = typeof format === 'string' ? wires[format] : fixed(format);
  return make(encode ?? encoderOf(format), contentType);
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    const why = (cause as Error).message.split('\n')[0];
    throw new TypeError(`A record cannot be JSON (${why}); send a text or bytes, or give fakeFeed an encode option.`, {
      cause,
    });
  }
}

/** What makes records of values if the test has no way of its own. */
export function encoderOf(format: FakeFormat): Encode {
  if (format !== 'cbor-seq' && format !== 'msgpack') return json;
  return () => {
    throw new TypeError(
      `A record of ${format} is bytes here; to send values, give fakeFeed an encode option, such as cbor-x's encode.`,
    );
  };
}
