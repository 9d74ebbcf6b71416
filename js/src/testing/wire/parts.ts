import { joined as joinedPieces } from '../../joined.js';
import { refuse } from '../../must.js';
import type { Encode } from './wire.js';

const encoder = new TextEncoder();

/** Bytes one behind the other; a text is its UTF-8. */
export const joined = (...parts: (string | Uint8Array)[]): Uint8Array<ArrayBuffer> =>
  joinedPieces(parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part)));

/**
 * What a record holds: texts and bytes as they are, and else what `encode` makes of it.
 *
 * @throws {TypeError} that is neither a text nor bytes, as JSON has none for `undefined`.
 */
export const contentOf = (value: unknown, encode: Encode): string | Uint8Array =>
  plain(value) ?? encoded(value, encode);

/** What `encode` makes of a value. */
export function encoded(value: unknown, encode: Encode): string | Uint8Array {
  const content = plain(encode(value));
  return content ?? refuse('A record is', value, 'a text, bytes, or a value of which encode makes one of these');
}

function plain(value: unknown): string | Uint8Array | undefined {
  if (typeof value === 'string') return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
}

export const bytesOf = (value: unknown, encode: Encode): Uint8Array => joined(contentOf(value, encode));

/**
 * A record that has more than its content, by the members that the format knows.
 *
 * @throws {TypeError} it has a member of another name, or no data.
 */
export function membersOf<M extends object>(
  format: string,
  record: unknown,
  known: readonly (keyof M & string)[],
): Partial<M> & { data: unknown } {
  if (typeof record !== 'object' || record === null || ArrayBuffer.isView(record) || record instanceof ArrayBuffer)
    return { data: record } as Partial<M> & { data: unknown };
  const names = ['data', ...known];
  const stranger = Array.isArray(record)
    ? 'an array'
    : (Object.keys(record).find((name) => !names.includes(name)) ?? ('data' in record ? undefined : 'no data'));
  if (stranger !== undefined)
    throw new TypeError(
      `A record of ${format} has ${stranger}; it can be a text, bytes or { ${names.join(', ')} }, where JSON is the data.`,
    );
  return record as Partial<M> & { data: unknown };
}

/** @throws {TypeError} a text has what would end the record ahead of its end. */
export function mustBeWhole(format: string, content: string | Uint8Array, end: string): void {
  const text = typeof content === 'string' ? content : new TextDecoder('latin1').decode(content);
  if (text.includes(end))
    throw new TypeError(
      `A record of ${format} holds ${JSON.stringify(end)}, which ends it; send() takes it apart as two, and raw() sends it as it is.`,
    );
}

export const nothing = (): Uint8Array => new Uint8Array();

/** The bytes of an unsigned integer. */
export function integer(value: number | bigint, bytes: 1 | 2 | 4 | 8, isLittle = false): Uint8Array {
  const whole = new Uint8Array(8);
  new DataView(whole.buffer).setBigUint64(0, BigInt(value), isLittle);
  return isLittle ? whole.subarray(0, bytes) : whole.subarray(8 - bytes);
}
