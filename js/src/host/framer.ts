import type { Batch } from '../link/contract.js';
import type { Engine } from './engine.js';
import { readBatch } from './rows.js';

/** Calls into the engine; undefined when it is dead, or died of the call. */
export type Enter = <R>(call: (engine: Engine) => R) => R | undefined;

/** Makes batches of the bytes of one body; undefined when they are not wanted any more. */
export interface Framer {
  /**
   * @param size How many bytes the chunks have.
   * @param now When they were read, in milliseconds since 1970.
   */
  frame(chunks: readonly Uint8Array[], size: number, now: number): Batch | undefined;
}

/** Frames the bodies of a feed by the engine. */
export class EngineFramer {
  readonly #enter: Enter;
  readonly #handle: number;
  #types: readonly string[] = ['message'];

  constructor(enter: Enter, handle: number) {
    this.#enter = enter;
    this.#handle = handle;
  }

  /** Frames the body of an attempt. */
  of(attempt: number): EngineBody {
    return {
      frame: (chunks, size, now) => this.#frame(attempt, chunks, size, now),
      finish: (clean) =>
        this.#enter((e) => this.#batch(e, e.exports.finish(this.#handle, attempt, clean ? 1 : 0), 0, Date.now())),
    };
  }

  /** Copies chunks to where the engine wants them and has them framed. */
  #frame(attempt: number, chunks: readonly Uint8Array[], size: number, now: number): Batch | undefined {
    return this.#enter((engine) => {
      const { exports } = engine;
      // What is held back on its way is a sign of life as well.
      const address = exports.reserve(this.#handle, attempt, size || 1);
      if (!address) return undefined;
      fill(new Uint8Array(exports.mem.buffer, address, size), chunks);
      return this.#batch(engine, exports.commit(this.#handle, size, now), size, now);
    });
  }

  #batch({ exports, methods }: Engine, address: number, bytes: number, now: number): Batch | undefined {
    if (!address) return undefined;
    const batch = readBatch(exports, address, methods.reasons, this.#types, bytes, now);
    this.#types = batch.types;
    return batch;
  }
}

export interface EngineBody extends Framer {
  /** Takes the end of the body's bytes, which is clean if nothing cut it. */
  finish(clean: boolean): Batch | undefined;
}

export function fill(room: Uint8Array, chunks: readonly Uint8Array[]): void {
  let at = 0;
  for (const chunk of chunks) {
    room.set(chunk, at);
    at += chunk.length;
  }
}
