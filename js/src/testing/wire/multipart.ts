import type { Encode, Wire } from './wire.js';
import { contentOf, joined, membersOf } from './parts.js';

const ownBoundary = 'fake';

/** RFC 2046 section 5.1. The mark goes behind each part at once, so that a reader need not wait for the next. */
export function multipart(encode: Encode, contentType = `multipart/mixed; boundary=${ownBoundary}`): Wire {
  const boundary = /boundary="?([^";]+)/i.exec(contentType)?.[1];
  if (!boundary)
    throw new TypeError(`The content type ${contentType} has no boundary; say multipart/mixed; boundary=x.`);
  let isBegun = false;
  const begin = () => {
    const mark = isBegun ? '' : `--${boundary}`;
    isBegun = true;
    return mark;
  };
  return {
    contentType,
    record(record) {
      const { headers, data } = membersOf<{ headers: Record<string, string> }>('multipart', record, ['headers']);
      const content = contentOf(data, encode);
      const type =
        typeof content !== 'string'
          ? 'application/octet-stream'
          : typeof data === 'string'
            ? 'text/plain'
            : 'application/json';
      const fields = Object.entries(headers ?? { 'Content-Type': type });
      return joined(
        begin(),
        ...fields.map(([name, value]) => `\r\n${name}: ${value}`),
        '\r\n\r\n',
        content,
        `\r\n--${boundary}`,
      );
    },
    end: () => joined(begin(), '--\r\n'),
  };
}
