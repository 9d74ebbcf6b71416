import { Batch } from './batch.js';
import type { Engine } from './engine.js';

/** Calls into the engine; undefined when it is dead, or died of the call. */
export type Enter = <R>(call: (engine: Engine) => R) => R | undefined;

/** Where batches go; a promise holds back reading until it resolves. */
export type Deliver = (batch: Batch, bytes: number) => Promise<unknown> | undefined;

/**
 * Small chunks that wait already are framed as one, up to so many bytes: a chunk of its
 * own costs 2 µs more than its bytes.
 */
const FULL = 65536;

/**
 * How many microtasks a chunk waits for the next, 0.1 µs each. A stream that has one, made
 * by fetch or by the page, gives it in one or two, a TransformStream in three.
 */
const TICKS = 4;

/** Moves the bodies of one feed through the engine. */
export class Pump {
  readonly #enter: Enter;
  readonly #handle: number;
  readonly #deliver: Deliver;
  readonly #page: { readonly paused: Promise<void> | undefined };
  #types: readonly string[] = ['message'];
  /** The page takes nothing more for now, and nothing is read. */
  held = false;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor(enter: Enter, handle: number, page: { readonly paused: Promise<void> | undefined }, deliver: Deliver) {
    this.#enter = enter;
    this.#handle = handle;
    this.#page = page;
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
    let cut = '';
    let chunks: Uint8Array[] = [];
    let size = 0;
    try {
      const reader = (this.#reader = body?.getReader()); // throws if it is locked
      const read = async () => {
        const { done, value } = await reader!.read();
        size += done ? 0 : chunks.push(value) && value.length;
        return done;
      };
      const ask = () => {
        const asked = read();
        asked.catch(() => {}); // told by the await of the next round
        return asked;
      };
      for (let next = reader && ask(); next && !(await next); ) {
        for (let paused; (paused = this.#page.paused); ) await this.#hold(paused);
        next = ask();
        for (let tick = 0, before = size; tick < TICKS && size < FULL; tick++) {
          await undefined;
          if (size > before) {
            before = size;
            tick = 0;
            next = ask();
          }
        }
        if (!size) continue;
        const batch = this.#frame(attempt, chunks, size);
        if (!batch) {
          cancel(reader);
          return undefined;
        }
        const taken = this.#deliver(batch, size);
        chunks = [];
        size = 0;
        if (taken) await this.#hold(taken);
      }
    } catch (cause) {
      cut = `${cause}`;
    }
    const batch = this.#enter((e) => this.#batch(e, e.exports.finish(this.#handle, attempt), Date.now()));
    if (!batch) return undefined;
    await this.#deliver(batch, 0);
    return cut;
  }

  async #hold(until: ReturnType<Deliver>): Promise<void> {
    this.held = true;
    await until;
    this.held = false;
  }

  /** Gives up the body under way. */
  stop(): void {
    cancel(this.#reader);
  }

  /** Copies chunks to where the engine wants them and has them framed. */
  #frame(attempt: number, chunks: Uint8Array[], size: number): Batch | undefined {
    const now = Date.now();
    return this.#enter((e) => {
      const address = e.exports.reserve(this.#handle, attempt, size);
      if (!address) return undefined;
      const room = new Uint8Array(e.exports.mem.buffer, address, size);
      let at = 0;
      for (const chunk of chunks) {
        room.set(chunk, at);
        at += chunk.length;
      }
      return this.#batch(e, e.exports.commit(this.#handle, size, now), now);
    });
  }

  #batch(e: Engine, address: number, now: number): Batch | undefined {
    if (!address) return undefined;
    const batch = new Batch(e, address, this.#types, now);
    this.#types = batch.types;
    return batch;
  }
}

/** A body that has failed already rejects its cancel as well; nobody needs to know. */
export function cancel(body: { cancel(): Promise<void> } | null | undefined): void {
  body?.cancel().catch(() => {});
}
