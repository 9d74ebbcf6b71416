import { readBatch, type Batch } from './batch.js';
import type { Engine } from './engine.js';

/** Calls into the engine; undefined when it is dead, or died of the call. */
export type Enter = <R>(call: (engine: Engine) => R) => R | undefined;

/** Where batches go; a promise holds back reading until it resolves. */
export type Deliver = (batch: Batch, bytes: number) => Promise<unknown> | undefined;

const enum Gather {
  /**
   * Small chunks that wait already are framed as one, up to so many bytes: a chunk of its
   * own costs 2 µs more than its bytes.
   */
  Bytes = 65536,
  /**
   * How many microtasks a chunk waits for the next, 0.1 µs each. A stream that has one, made
   * by fetch or by the page, gives it in one or two, a TransformStream in three.
   */
  Ticks = 4,
}

/** Moves the bodies of one feed through the engine. */
export interface Pump {
  /** The page takes nothing more for now, and nothing is read. */
  readonly held: boolean;
  /**
   * Reads a body to its end. One read is pending at all times: WebKit has held data
   * back until the next chunk when none was (WebKit bugs 322545 and 319542).
   *
   * @returns what cut the body, '' when it ended cleanly; undefined when the engine
   *   has given the attempt up.
   */
  run(attempt: number, body: ReadableStream<Uint8Array> | null): Promise<string | undefined>;
}

/** @param page Its `paused` resolves when the page wants more. */
export function pump(enter: Enter, handle: number, page: { readonly paused: Promise<void> | undefined }, deliver: Deliver): Pump {
  let types: readonly string[] = ['message'];
  let held = false;

  const hold = async (until: ReturnType<Deliver>) => {
    held = true;
    await until;
    held = false;
  };

  const batch = (engine: Engine, address: number, now: number) => {
    if (!address) return undefined;
    const read = readBatch(engine, address, types, now);
    types = read.types;
    return read;
  };

  /** Copies chunks to where the engine wants them and has them framed. */
  const frame = (attempt: number, chunks: Uint8Array[], size: number) => enter((engine) => {
    const { exports } = engine;
    const now = Date.now();
    const address = exports.reserve(handle, attempt, size);
    if (!address) return undefined;
    const room = new Uint8Array(exports.mem.buffer, address, size);
    let at = 0;
    for (const chunk of chunks) {
      room.set(chunk, at);
      at += chunk.length;
    }
    return batch(engine, exports.commit(handle, size, now), now);
  });

  return {
    get held() {
      return held;
    },
    async run(attempt, body) {
      let cut = '';
      let chunks: Uint8Array[] = [];
      let size = 0;
      let over = !body;
      let patience = 0; // how many microtasks more the next chunk is waited for
      let next: Promise<void> | undefined;
      const ask = () => {
        next = reader!.read().then(({ done, value }) => {
          if ((over = done)) return;
          chunks.push(value);
          size += value.length;
          if (patience) {
            patience = Gather.Ticks;
            ask();
          }
        });
        next.catch(() => {}); // told by the await of the next round
      };
      let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
      try {
        reader = body?.getReader(); // throws if it is locked
        while (await next, size || !over) {
          for (let paused; (paused = page.paused); ) await hold(paused);
          if (!over) ask();
          for (patience = Gather.Ticks; patience && size < Gather.Bytes; patience--) await undefined;
          patience = 0;
          if (!size) continue;
          const framed = frame(attempt, chunks, size);
          if (!framed) {
            cancel(reader);
            return undefined;
          }
          const taken = deliver(framed, size);
          chunks = [];
          size = 0;
          if (taken) await hold(taken);
        }
      } catch (cause) {
        cut = `${cause}`;
      }
      const last = enter((engine) => batch(engine, engine.exports.finish(handle, attempt), Date.now()));
      if (!last) return undefined;
      await hold(deliver(last, 0));
      return cut;
    },
  };
}

/** A body that has failed already rejects its cancel as well; nobody needs to know. */
export function cancel(body: { cancel(): Promise<void> } | null | undefined): void {
  body?.cancel().catch(() => {});
}
