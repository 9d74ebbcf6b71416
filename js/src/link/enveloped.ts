import { uint32 } from './uint32.js';

/** How many bytes stand ahead of a message: its flags, and its length as a big-endian uint32. */
const headBytes = 5;

/** A message in an envelope without flags (Connect Protocol Reference, "Streaming RPCs"; gRPC-Web, PROTOCOL-WEB.md). */
export function enveloped(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(headBytes + message.length);
  new DataView(whole.buffer).setUint32(1, message.length);
  whole.set(message, headBytes);
  return whole;
}

/** The message of bytes that are one such envelope; undefined if they are something else. */
export function messageIn(bytes: Uint8Array): Uint8Array | undefined {
  const isOne = bytes.length >= headBytes && bytes[0] === 0 && uint32(bytes, 1) === bytes.length - headBytes;
  return isOne ? bytes.subarray(headBytes) : undefined;
}
