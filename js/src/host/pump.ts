import type { Batch } from '../link/contract.js';
import { readBatch } from './rows.js';
import type { Engine } from './engine.js';

/** Calls into the engine; undefined when it is dead, or died of the call. */
export type Enter = <R>(call: (engine: Engine) => R) => R | undefined;

/** Where batches go; a promise holds back reading until it resolves. */
export type Deliver = (batch: Batch) => Promise<unknown> | undefined;

/** Small chunks that wait already are framed as one, up to so many bytes: a chunk of its own costs 2 µs more than its bytes. */
const gatherBytes = 65536;

/**
 * How many microtasks a chunk waits for the next, 0.1 µs each. A stream that has one, made by fetch or by the page, gives
 * it in one or two, a TransformStream in three.
 */
const gatherTicks = 4;

/** Moves the bodies of one feed through the engine. */
export class Pump {
  /** The page takes nothing more for now, and nothing is read. */
  held = false;
  readonly #enter: Enter;
  readonly #handle: number;
  readonly #deliver: Deliver;
  readonly #gate: Gate;
  #types: readonly string[] = ['message'];

  constructor(enter: Enter, handle: number, gate: Gate, deliver: Deliver) {
    this.#enter = enter;
    this.#handle = handle;
    this.#gate = gate;
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
    try {
      if (body && !(await this.#read(attempt, new Reader(body)))) return undefined;
    } catch (cause) {
      cut = `${cause}`;
    }
    const last = this.#enter((engine) =>
      this.#batch(engine, engine.exports.finish(this.#handle, attempt), 0, Date.now()),
    );
    if (!last) return undefined;
    await this.#hold(this.#deliver(last));
    return cut;
  }

  /** Frames what a reader brings, to its end; reports whether the attempt is wanted that long. */
  async #read(attempt: number, reader: Reader): Promise<boolean> {
    for (;;) {
      await reader.next;
      if (reader.done) return true;
      while (this.#gate.closed) await this.#hold(this.#gate.closed);
      // Without an await in between unless it is wanted: a chunk of 2 MiB, the largest that Chromium gives, would wait for
      // another, and rows for both were 270 MB where the worst body took 140.
      for (reader.readAhead(); reader.waits(); ) await undefined;
      if (reader.size === 0) continue;
      const batch = this.#frame(attempt, reader.chunks, reader.size);
      if (!batch) {
        reader.cancel();
        return false;
      }
      const taken = this.#deliver(batch);
      reader.clear();
      if (taken) await this.#hold(taken);
    }
  }

  async #hold(until: Promise<unknown> | undefined): Promise<void> {
    this.held = true;
    await until;
    this.held = false;
  }

  /** Copies chunks to where the engine wants them and has them framed. */
  #frame(attempt: number, chunks: readonly Uint8Array[], size: number): Batch | undefined {
    return this.#enter((engine) => {
      const { exports } = engine;
      const now = Date.now();
      const address = exports.reserve(this.#handle, attempt, size);
      if (!address) return undefined;
      const room = new Uint8Array(exports.mem.buffer, address, size);
      let at = 0;
      for (const chunk of chunks) {
        room.set(chunk, at);
        at += chunk.length;
      }
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

/** Closed while the page has paused the feed. */
export class Gate {
  /** Resolves when the gate opens; undefined while it is open. */
  closed: Promise<void> | undefined;
  #open = (): void => {};

  close(): void {
    this.closed ??= new Promise((resolve) => (this.#open = resolve));
  }

  open(): void {
    this.closed = undefined;
    this.#open();
  }
}

/** Reads a body ahead of the engine, so that chunks that wait already come together. */
class Reader {
  /** Resolves when the chunk that was asked for last is there; rejects if the body is cut. */
  next: Promise<void> | undefined;
  chunks: Uint8Array[] = [];
  /** How many bytes they have. */
  size = 0;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #over = false;
  #patience = 0; // how many microtasks more the next chunk is waited for

  /** @throws {TypeError} the body is locked. */
  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
  }

  /** There is nothing left to frame, and nothing more will come. */
  get done(): boolean {
    return this.#over && this.size === 0;
  }

  /** Asks for the next chunk, which {@link waits} then waits for a little. */
  readAhead(): void {
    if (!this.#over) this.#ask();
    this.#patience = gatherTicks;
  }

  /** Reports whether to wait a microtask more for what may be there already. */
  waits(): boolean {
    if (this.size >= gatherBytes) this.#patience = 0;
    if (this.#patience === 0) return false;
    this.#patience--;
    return true;
  }

  clear(): void {
    this.chunks = [];
    this.size = 0;
  }

  cancel(): void {
    cancel(this.#reader);
  }

  #ask(): void {
    this.next = this.#reader.read().then(({ done, value }) => {
      this.#over = done;
      if (!value) return;
      this.chunks.push(value);
      this.size += value.length;
      if (this.#patience > 0) {
        this.#patience = gatherTicks;
        this.#ask();
      }
    });
    this.next.catch(() => {}); // told by the await of the next round
  }
}

/** A body that has failed already rejects its cancel as well; nobody needs to know. */
export function cancel(body: { cancel(): Promise<void> } | null | undefined): void {
  body?.cancel().catch(() => {});
}
