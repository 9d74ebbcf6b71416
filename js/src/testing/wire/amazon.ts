import type { Encode, Wire } from './wire.js';
import { bytesOf, integer, joined, membersOf, nothing } from './parts.js';

type Value = boolean | number | bigint | string | Uint8Array | Date;

interface Message {
  event: string;
  headers: Record<string, Value>;
}

/** The types of values, which stand behind a field's name. */
const enum Kind {
  True,
  False,
  Integer = 4,
  Long,
  Bytes,
  Text,
  Time,
}

/** How many bytes of a message are not its headers and its payload: two lengths and two checksums. */
const around = 16;

/** Amazon's event stream: lengths, their checksum, headers, payload, and the checksum of all. */
export const amazon = (encode: Encode, contentType = 'application/vnd.amazon.eventstream'): Wire => ({
  contentType,
  record(record) {
    const { event, headers, data } = membersOf<Message>('aws-eventstream', record, ['event', 'headers']);
    const fields = { ':event-type': event ?? 'chunk', ':message-type': 'event', ...headers };
    const block = joined(...Object.entries(fields).map(([name, value]) => field(name, value)));
    const payload = bytesOf(data, encode);
    const lengths = joined(integer(around + block.length + payload.length, 4), integer(block.length, 4));
    const checked = joined(lengths, integer(crc32(lengths), 4), block, payload);
    return joined(checked, integer(crc32(checked), 4));
  },
  end: nothing,
});

function field(name: string, value: Value): Uint8Array {
  const head = joined(integer(joined(name).length, 1), name);
  const [kind, bytes] = written(value);
  return joined(head, Uint8Array.of(kind), bytes);
}

function written(value: Value): [kind: Kind, bytes: Uint8Array] {
  switch (typeof value) {
    case 'boolean':
      return [value ? Kind.True : Kind.False, nothing()];
    case 'number':
      return [Kind.Integer, integer(value, 4)];
    case 'bigint':
      return [Kind.Long, integer(value, 8)];
  }
  if (value instanceof Date) return [Kind.Time, integer(value.getTime(), 8)];
  const bytes = joined(value as string | Uint8Array);
  return [typeof value === 'string' ? Kind.Text : Kind.Bytes, joined(integer(bytes.length, 2), bytes)];
}

/** The checksum of gzip and Ethernet (RFC 1952 section 8). */
function crc32(bytes: Uint8Array): number {
  let rest = ~0;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}
