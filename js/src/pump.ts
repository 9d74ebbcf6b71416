import { Batch, TypeNames } from './batch.js';
import type { Engine } from './engine.js';

/** Where batches go; a promise holds back reading until it resolves. */
export type Deliver = (batch: Batch, bytes: number) => Promise<void> | undefined;

const EXCERPT = 1024; // bytes of a refused response's body that an error shows

/** Moves the bodies of one feed through the engine. */
export class Pump {
  readonly #engine: Engine;
  readonly #handle: number;
  readonly #deliver: Deliver;
  readonly #names = new TypeNames();

  constructor(engine: Engine, handle: number, deliver: Deliver) {
    this.#engine = engine;
    this.#handle = handle;
    this.#deliver = deliver;
  }

  /**
   * Reads a body to its end. One read is pending at all times: WebKit has held data
   * back until the next chunk when none was (WebKit bugs 322545 and 319542).
   *
   * @returns what cut the body, '' when it ended cleanly; undefined when the engine
   *   has given the attempt up.
   */
  async run(attempt: number, body: ReadableStream<Uint8Array> | null): Promise<string | undefined> {
    const reader = body?.getReader();
    let cut = '';
    try {
      for (let next = reader?.read(); next; ) {
        const { done, value } = await next;
        if (done) break;
        next = reader!.read();
        next.catch(() => {}); // told by the await of the next round
        const address = this.#take(attempt, value);
        if (address === undefined) {
          void reader!.cancel().catch(() => {});
          return undefined;
        }
        const held = this.#hand(address, value.length);
        if (held) await held;
      }
    } catch (cause) {
      if (cause instanceof EngineFailure) throw cause;
      cut = String(cause);
    }
    const address = this.#call(() => this.#engine.exports.finish(this.#handle, attempt));
    if (!address) return undefined;
    await this.#hand(address, 0);
    return cut;
  }

  /** Copies a chunk to where the engine wants it and has it framed. */
  #take(attempt: number, chunk: Uint8Array): number | undefined {
    if (chunk.length === 0) return 0;
    const { exports } = this.#engine;
    return this.#call(() => {
      const address = exports.reserve(this.#handle, attempt, chunk.length);
      if (!address) return undefined;
      new Uint8Array(exports.mem.buffer, address, chunk.length).set(chunk);
      return exports.commit(this.#handle, chunk.length) || undefined;
    });
  }

  #hand(address: number, bytes: number): Promise<void> | undefined {
    if (!address) return undefined;
    const { mem, measure } = this.#engine.exports;
    return this.#deliver(this.#call(() => new Batch(mem, address, measure, this.#names)), bytes);
  }

  /** A trap in the engine is not the body's failure. */
  #call<R>(call: () => R): R {
    try {
      return call();
    } catch (cause) {
      throw new EngineFailure(cause);
    }
  }
}

/** The engine trapped: it ran out of memory, or has exited. */
export class EngineFailure extends Error {
  constructor(cause: unknown) {
    super(`The engine failed (${String(cause)}).`, { cause });
  }
}

/** The first bytes of a body as text; as many as there were when the body was cut. */
export async function excerpt(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let text = '';
  let left = EXCERPT;
  try {
    while (reader && left > 0) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.length;
    }
    void reader?.cancel().catch(() => {});
  } catch {
    // The body was cut, or the engine aborted the request: what came is what there is.
  }
  return text;
}
