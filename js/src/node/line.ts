import type { FeedEvent } from 'feedsource';

/** A record as a line of JSON. */
export function lineOf({ type, lastEventId, data, headers }: FeedEvent<unknown, unknown>): string {
  const head = `{"type":${JSON.stringify(type)},"id":${JSON.stringify(lastEventId)}`;
  const fields = headers ? `,"headers":${JSON.stringify(headers, plain)}` : '';
  if (typeof data === 'string') return `${head}${fields},"data":${inOneLine(data) ?? JSON.stringify(data)}}\n`;
  return `${head}${fields},"base64":${JSON.stringify(base64(data as Uint8Array))}}\n`;
}

/** A record as it came: a line, if it is text. */
export function rawOf({ data }: FeedEvent<unknown, unknown>): string | Uint8Array {
  return typeof data === 'string' ? `${inOneLine(data) ?? data}\n` : (data as Uint8Array);
}

/** A JSON text without line breaks, which are blanks there; it is not made anew, so that numbers stay as they are. */
function inOneLine(text: string): string | undefined {
  try {
    JSON.parse(text);
    return text.replace(/[\r\n]+/g, ' ').trim();
  } catch {
    return undefined;
  }
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

const plain = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `${value}` : value instanceof Uint8Array ? base64(value) : value;
