import type { Encode, Wire } from './wire.js';
import { bytesOf, contentOf, joined, mustBeWhole, nothing } from './parts.js';

/** Records that an end of line follows. */
export const linesBy =
  (end: string, type: string) =>
  (encode: Encode, contentType = type): Wire => ({
    contentType,
    record(record) {
      const content = contentOf(record, encode);
      mustBeWhole(`lines that end with ${JSON.stringify(end)}`, content, end);
      return joined(content, end);
    },
    keepalive: () => joined(end),
    end: nothing,
  });

/** Texts one behind the other. */
export const texts =
  (type: string, between: string) =>
  (encode: Encode, contentType = type): Wire => ({
    contentType,
    record: (record) => joined(contentOf(record, encode), between),
    ...(between && { keepalive: () => joined(between) }),
    end: nothing,
  });

/** Twitter's delimited=length: a line with the number of bytes, the CRLF behind the record counted. */
export const lengthDelimited = (encode: Encode, contentType = 'application/json'): Wire => ({
  contentType,
  record(record) {
    const content = bytesOf(record, encode);
    return joined(`${content.length + 2}\r\n`, content, '\r\n');
  },
  keepalive: () => joined('\r\n'),
  end: nothing,
});

/** RFC 7464. */
export const jsonSeq = (encode: Encode, contentType = 'application/json-seq'): Wire => ({
  contentType,
  record: (record) => joined('\x1e', contentOf(record, encode), '\n'),
  keepalive: () => joined('\x1e\n'),
  end: nothing,
});

/** The elements of one array. An element is there as soon as it is sent, and so its comma goes behind it only ahead of the next. */
export function arrayOf(encode: Encode, contentType = 'application/json'): Wire {
  let sent = 0;
  return {
    contentType,
    record: (record) => joined(sent++ === 0 ? '[' : ',', contentOf(record, encode)),
    keepalive: () => joined('\n'),
    end: () => joined(sent === 0 ? '[]' : ']'),
  };
}
