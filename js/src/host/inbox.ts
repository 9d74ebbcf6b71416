import type { Engine } from './engine.js';

const encoder = new TextEncoder();

/** Writes the text that goes with a call into the engine; what it gives is passed to that call, which comes next. */
export function put({ exports }: Engine, text: string): number {
  const bytes = encoder.encode(text);
  const address = exports.inbox(bytes.length); // which may move the memory
  new Uint8Array(exports.mem.buffer, address).set(bytes);
  return bytes.length;
}

/**
 * Plain data as a JSON text. A page's own toJSON, of an array or of any object, does not count: old libraries put one on the
 * prototypes.
 */
export const jsonOf = (data: object): string =>
  JSON.stringify(data, function (this: Record<string, unknown>, key) {
    return this[key];
  });
