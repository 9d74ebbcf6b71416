import { type Bytes, Head } from '../link/contract.js';

/** The value of a header field: of Amazon's event stream any of its types, of a part of a multipart body a text. */
export type HeaderValue = boolean | number | bigint | string | Bytes | Date;

/** Header fields by name. */
export type HeaderFields = Readonly<Record<string, HeaderValue>>;

/**
 * The fields of a record's header.
 *
 * @param head What it is: {@link Head}.
 */
export function fieldsOf(header: Bytes, head: number): HeaderFields | undefined {
  if (head >= 0) return undefined;
  return Object.fromEntries(head === Head.Amazon ? amazonFields(header) : partFields(header));
}

/** Those of a part (RFC 2046, RFC 5322): names in lower case, folded lines joined, of two of a name the first. */
function partFields(header: Uint8Array): Map<string, string> {
  const lines = decoder
    .decode(header)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/**
 * Those of Amazon's event stream (Smithy, "Amazon Event Stream Specification"): a name with its length in a byte, the type
 * of the value in another, and the value. The engine has seen that they are whole.
 */
function* amazonFields(header: Bytes): Generator<[string, HeaderValue]> {
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  let at = 0;
  const bytes = (length: number) => header.slice(at, (at += length));
  const sized = () => bytes(view.getUint16((at += 2) - 2));
  const readers: readonly (() => HeaderValue)[] = [
    () => true,
    () => false,
    () => view.getInt8(at++),
    () => view.getInt16((at += 2) - 2),
    () => view.getInt32((at += 4) - 4),
    () => view.getBigInt64((at += 8) - 8),
    sized,
    () => decoder.decode(sized()),
    () => new Date(Number(view.getBigInt64((at += 8) - 8))),
    () => uuid(bytes(16)),
  ];
  while (at < header.length) {
    const name = decoder.decode(bytes(view.getUint8(at++)));
    yield [name, readers[view.getUint8(at++)]!()];
  }
}

const uuid = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
