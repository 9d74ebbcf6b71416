import type { FixedFormat } from '../../page/options.js';
import type { Encode, Wire } from './wire.js';
import { bytesOf, encoded, integer, joined, membersOf, nothing } from './parts.js';

const binary = 'application/octet-stream';

/** Messages behind their length. */
export const prefixed =
  (lengthOf: (bytes: number) => Uint8Array) =>
  (encode: Encode, contentType = binary): Wire => ({
    contentType,
    record(record) {
      const content = bytesOf(record, encode);
      return joined(lengthOf(content.length), content);
    },
    end: nothing,
  });

/** A base-128 varint (Protocol Buffers, "Encoding"). */
export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Uint8Array.of(...bytes, value);
}

const width = (bytes: 1 | 2 | 4 | 8, endian: 'big' | 'little'): FixedFormat => ({ length: { bytes, endian } });

export const widths = {
  u8: width(1, 'big'),
  u16be: width(2, 'big'),
  u16le: width(2, 'little'),
  u32be: width(4, 'big'),
  u32le: width(4, 'little'),
  u64be: width(8, 'big'),
  u64le: width(8, 'little'),
};

interface Header {
  header: Uint8Array;
}

/** Messages behind a header of always the same size; a record may give its own, into which the length is written. */
export const fixed =
  ({ length, header: size }: FixedFormat) =>
  (encode: Encode, contentType = binary): Wire => ({
    contentType,
    record(record) {
      const { bytes, endian, offset = 0, counts } = length;
      const hasMore = size !== undefined && size > bytes;
      const { header: given, data } = hasMore
        ? membersOf<Header>('a header with more', record, ['header'])
        : { data: record };
      const content = bytesOf(data, encode);
      const header = new Uint8Array(size ?? offset + bytes);
      if (given) header.set(given);
      const counted = content.length + (counts === 'frame' ? header.length : 0);
      if (counted >= 256 ** bytes)
        throw new TypeError(`A record of ${counted} bytes is too long for a length of ${bytes} bytes.`);
      header.set(integer(counted, bytes, endian === 'little'), offset);
      return joined(header, content);
    },
    end: nothing,
  });

const streams = ['stdin', 'stdout', 'stderr'] as const;

/** Docker Engine API, "Stream format": the stream, three bytes of zero, the length as a big-endian uint32. */
export const docker = (encode: Encode, contentType = 'application/vnd.docker.multiplexed-stream'): Wire => {
  const frame = (stream: number, content: Uint8Array) =>
    joined(Uint8Array.of(stream, 0, 0, 0), integer(content.length, 4), content);
  return {
    contentType,
    record(record) {
      const { stream = 'stdout', data } = membersOf<{ stream: (typeof streams)[number] }>('docker', record, ['stream']);
      const number = streams.indexOf(stream);
      if (number < 0) throw new TypeError(`stream is ${JSON.stringify(stream)}; it can be ${streams.join(', ')}.`);
      return frame(number, bytesOf(data, encode));
    },
    keepalive: () => frame(1, nothing()),
    end: nothing,
  };
};

/** Values that end by themselves, as bytes or as `encode` makes them: to send texts as they are would be another format. */
export const sequence =
  (type: string) =>
  (encode: Encode, contentType = type): Wire => ({
    contentType,
    record: (record) => joined(isBytes(record) ? bytesOf(record, encode) : encoded(record, encode)),
    end: nothing,
  });

const isBytes = (value: unknown): boolean => ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
