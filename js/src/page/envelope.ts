import type { Bytes } from '../link/contract.js';
import { enveloped } from '../link/enveloped.js';
import { mustBe } from '../must.js';

/**
 * A message in an envelope, as Connect and gRPC-Web want the body of a request: a byte of flags, which is 0, and the length of
 * the message as a big-endian uint32 ahead of it (Connect Protocol Reference, "Streaming RPCs"; gRPC-Web, PROTOCOL-WEB.md).
 *
 * @param message Bytes, or a text in UTF-8.
 *
 * @example
 * const feed = new FeedSource(`${base}/chat.v1.Chat/Watch`, {
 *   method: 'POST',
 *   headers: { 'Content-Type': 'application/connect+json', 'Connect-Protocol-Version': '1' },
 *   body: envelope(JSON.stringify({ room: 'news' })),
 * });
 */
export function envelope(message: string | ArrayBuffer | ArrayBufferView): Bytes {
  return enveloped(bytesOf(message));
}

function bytesOf(message: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof message === 'string') return new TextEncoder().encode(message);
  if (ArrayBuffer.isView(message)) return new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
  mustBe('message', message, message instanceof ArrayBuffer, 'a string, an ArrayBuffer, or a view of one');
  return new Uint8Array(message);
}
