import type { RecordingEvent } from './event.js';

const exact = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** Bytes as text, if they are UTF-8 to the last one. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return exact.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes in base64. */
export function base64(bytes: Uint8Array): string {
  let units = '';
  // As many at a time as a call takes arguments.
  for (let at = 0; at < bytes.length; at += 8192) units += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(units);
}

/** An event as a line of a file: bytes are `text` if they are the text of a chunk, and else `base64`. */
export function lineOf(event: RecordingEvent): object {
  const { bytes, data, ...rest } = event as RecordingEvent & { bytes?: Uint8Array; data?: string | Uint8Array };
  if (typeof data === 'string') return event;
  const own = bytes ?? data;
  if (!own) return event;
  const text = rest.kind === 'chunk' ? textOf(own) : undefined;
  return text === undefined ? { ...rest, base64: base64(own) } : { ...rest, text };
}
