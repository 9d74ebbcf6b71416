import { Batch, TypeNames } from './batch.js';
import type { Engine } from './engine.js';

/** Calls into the engine; undefined when it is dead, or died of the call. */
export type Enter = <R>(call: (engine: Engine) => R) => R | undefined;

/** Where batches go; a promise holds back reading until it resolves. */
export type Deliver = (batch: Batch, bytes: number) => Promise<void> | undefined;

const EXCERPT = 1024; // bytes of a refused response's body that an error shows

/** Moves the bodies of one feed through the engine. */
export class Pump {
  readonly #enter: Enter;
  readonly #handle: number;
  readonly #deliver: Deliver;
  readonly #names = new TypeNames();
  /** A batch waits for the page to take it, and nothing more is read. */
  held = false;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor(enter: Enter, handle: number, deliver: Deliver) {
    this.#enter = enter;
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
    const reader = (this.#reader = body?.getReader());
    let cut = '';
    try {
      for (let next = reader?.read(); next; ) {
        const { done, value } = await next;
        if (done) break;
        next = reader!.read();
        next.catch(() => {}); // told by the await of the next round
        const batch = value.length > 0 ? this.#frame(attempt, value) : undefined;
        if (!batch && value.length > 0) {
          cancel(reader);
          return undefined;
        }
        const taken = batch && this.#deliver(batch, value.length);
        if (taken) {
          this.held = true;
          await taken;
          this.held = false;
        }
      }
    } catch (cause) {
      cut = String(cause);
    }
    const batch = this.#enter((e) => this.#batch(e, e.exports.finish(this.#handle, attempt)));
    if (!batch) return undefined;
    await this.#deliver(batch, 0);
    return cut;
  }

  /** Gives up the body under way. */
  stop(): void {
    cancel(this.#reader);
  }

  /** Copies a chunk to where the engine wants it and has it framed. */
  #frame(attempt: number, chunk: Uint8Array): Batch | undefined {
    return this.#enter((e) => {
      const address = e.exports.reserve(this.#handle, attempt, chunk.length);
      if (!address) return undefined;
      new Uint8Array(e.exports.mem.buffer, address, chunk.length).set(chunk);
      return this.#batch(e, e.exports.commit(this.#handle, chunk.length));
    });
  }

  #batch(e: Engine, address: number): Batch | undefined {
    return address ? new Batch(e.exports.mem, address, e.exports.measure, this.#names) : undefined;
  }
}

/** A body that has failed already rejects its cancel as well; nobody needs to know. */
function cancel(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): void {
  reader?.cancel().catch(() => {});
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
    cancel(reader);
  } catch {
    // The body was cut, or the engine aborted the request: what came is what there is.
  }
  return text;
}
