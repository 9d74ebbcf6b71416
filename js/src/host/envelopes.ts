/*
 * Connect and gRPC-Web compress their messages one by one. What can undo that in a browser answers later, and the engine
 * does not wait: so the envelopes are looked through here, on their way to it. They begin with a byte of flags and the
 * length of a payload as a big-endian uint32.
 */

import { uint32 } from '../link/uint32.js';

const headBytes = 5;
const compressed = 1;

/** What goes on as it came, and envelopes that are still compressed. */
type Pieces = (Uint8Array | Compressed)[];

/** An envelope that is compressed, with its payload in pieces. */
interface Compressed {
  readonly head: Uint8Array<ArrayBuffer>;
  readonly payload: Uint8Array<ArrayBuffer>[];
}

/** How many bytes are gathered before they are handed on, where something was compressed. */
const portion = 1 << 16;

/** Undoes the compression of envelopes. */
export class Envelopes {
  readonly #limit: number;
  readonly #head = new Uint8Array(headBytes);
  #seen = 0; // bytes of the head
  #left = 0; // bytes of the payload that are still to come
  #isHeld = false; // the payload is compressed
  readonly #held: Uint8Array<ArrayBuffer>[] = []; // what has come of it

  /** @param limit How many bytes a message may have. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * The same envelopes with nothing compressed, as far as they have come: at once, or if there is something to undo portion by
   * portion, so that no more of it is held than a message may have. A kilobyte may become a megabyte.
   */
  take(chunks: readonly Uint8Array[]): readonly Uint8Array[] | AsyncIterable<readonly Uint8Array[]> {
    const out: Pieces = [];
    for (const chunk of chunks) this.#pass(chunk, out);
    return out.every((piece) => piece instanceof Uint8Array) ? (out as Uint8Array[]) : this.#portions(out);
  }

  async *#portions(pieces: Pieces): AsyncGenerator<readonly Uint8Array[]> {
    let some: Uint8Array[] = [];
    let size = 0;
    for (const piece of pieces) {
      const plain = piece instanceof Uint8Array ? [piece] : await this.#undone(piece);
      for (const part of plain) {
        some.push(part);
        size += part.length;
      }
      if (size < portion) continue;
      yield some;
      some = [];
      size = 0;
    }
    if (size > 0) yield some;
  }

  /** What there is of an envelope that has not come as a whole, when nothing more will come. */
  rest(): Uint8Array[] {
    const head = this.#head.slice(0, this.#isHeld ? headBytes : this.#seen);
    return [head, ...this.#held.splice(0)];
  }

  #pass(chunk: Uint8Array, out: Pieces): void {
    let from = 0; // what goes on as it came begins here
    let at = 0;
    const goOn = (end: number) => from < end && out.push(chunk.subarray(from, end));
    while (at < chunk.length) {
      if (this.#left > 0) {
        at = this.#payload(chunk, at, out);
        if (this.#isHeld) from = at;
        if (this.#left === 0) this.#isHeld = false;
        continue;
      }
      if (this.#seen === 0) at = this.#plain(chunk, at);
      const start = at;
      const carried = this.#seen;
      while (this.#seen < headBytes && at < chunk.length) this.#head[this.#seen++] = chunk[at++]!;
      if (this.#seen < headBytes) return void goOn(start);
      this.#seen = 0;
      this.#left = uint32(this.#head, 1);
      this.#isHeld = (this.#head[0]! & compressed) !== 0 && this.#left > 0 && this.#left <= this.#limit;
      if (!this.#isHeld && carried === 0) continue;
      goOn(start);
      if (!this.#isHeld) out.push(this.#head.slice());
      from = at;
    }
    goOn(at);
  }

  /** Passes what is not compressed, up to an envelope that is or whose head is not all there; reports where that begins. */
  #plain(chunk: Uint8Array, at: number): number {
    while (chunk.length - at >= headBytes && (chunk[at]! & compressed) === 0) {
      const end = at + headBytes + uint32(chunk, at + 1);
      at = Math.min(end, chunk.length);
      this.#left = end - at;
    }
    return at;
  }

  /** Takes what a chunk has of the payload, and reports where it ends there. */
  #payload(chunk: Uint8Array, at: number, out: Pieces): number {
    const end = Math.min(at + this.#left, chunk.length);
    this.#left -= end - at;
    if (!this.#isHeld) return end;
    this.#held.push(chunk.slice(at, end)); // a page's own stream may use a chunk again
    if (this.#left === 0) out.push({ head: this.#head.slice(), payload: this.#held.splice(0) });
    return end;
  }

  /** The envelope that was held, with its payload as it was before it was compressed. */
  async #undone({ head, payload }: Compressed): Promise<Uint8Array[]> {
    const plain = await inflated(payload, this.#limit);
    if (!plain) return [head, ...payload]; // the engine says that it cannot be read
    head[0]! &= ~compressed;
    new DataView(head.buffer).setUint32(
      1,
      plain.reduce((size, piece) => size + piece.length, 0),
    );
    return [head, ...plain];
  }
}

/**
 * What was compressed, up to the piece with which it is over the limit; undefined if it is no gzip or zlib. Servers name the
 * way in headers that CORS may hide; the first byte shows which of the two it is.
 */
async function inflated(payload: Uint8Array<ArrayBuffer>[], limit: number): Promise<Uint8Array[] | undefined> {
  const format = payload[0]![0] === 0x1f ? 'gzip' : 'deflate';
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    const { readable, writable } = new DecompressionStream(format);
    void writeAll(writable.getWriter(), payload).catch(() => {}); // which reading tells
    const reader = readable.getReader();
    for (let next; size <= limit && !(next = await reader.read()).done; ) {
      pieces.push(next.value);
      size += next.value.length;
    }
    if (size > limit) void reader.cancel();
    return pieces;
  } catch {
    return undefined;
  }
}

async function writeAll(writer: WritableStreamDefaultWriter<BufferSource>, pieces: BufferSource[]): Promise<void> {
  for (const piece of pieces) await writer.write(piece);
  await writer.close();
}

/** Reports whether a body is envelopes as bytes, and not as base64. */
export const hasEnvelopes = (format: string, contentType: string): boolean =>
  format === 'envelope'
    ? !/grpc-web-text/i.test(contentType)
    : format === 'auto' && /^\s*application\/(?:connect\+|grpc-web(?!-text))/i.test(contentType);
