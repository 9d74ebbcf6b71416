import type { Batch } from '../link/contract.js';
import { words } from '../link/words.js';
import type { Envelopes } from './envelopes.js';
import type { Note } from './exchange.js';
import type { EngineBody, Framer } from './framer.js';
import { Interim } from './interim/interim.js';
import { Reader } from './reader.js';

/** Where batches go; a promise holds back reading until it resolves. */
export type Deliver = (batch: Batch) => Promise<unknown> | undefined;

/** How a body ended. */
export interface End {
  /** What was thrown, and in words; '' for a clean end. */
  readonly cut: string;
  readonly cause?: unknown;
  /** It was not the body's stream that threw it. */
  readonly isOurs?: boolean;
}

type Portions = Iterable<readonly Uint8Array[]> | AsyncIterable<readonly Uint8Array[]>;

/**
 * How many bytes are framed at once: as many as Chromium gives at most. Firefox and WebKit give all that waited for a page
 * that was busy: of 80 MB the engine's memory, which never shrinks, grew from 5 MB to 88.
 */
const portionBytes = 2 << 20;

/** Moves one body through a framer: the engine, or the interim reader until the engine takes over. */
export class Pump {
  /** The page takes nothing more for now, and nothing is read. */
  held = false;
  /** How the body ended; undefined when the engine has given the attempt up. It resolves behind the last batch. */
  readonly end: Promise<End | undefined>;
  readonly #gate: Gate;
  #reader: Reader | undefined;
  #isOver = false;
  readonly #deliver: Deliver;
  readonly #envelopes: Envelopes | undefined; // in which messages may be compressed
  readonly #note: Note | undefined;
  #holding: Promise<unknown> | undefined;
  #framer: Framer;
  #engine: EngineBody | undefined; // which frames, or is to
  #handed: Promise<void> | undefined; // until the page has what the interim reader left to the engine
  #isHanded = (): void => {};

  constructor(
    body: ReadableStream<Uint8Array> | null,
    framer: EngineBody | Interim,
    gate: Gate,
    deliver: Deliver,
    envelopes?: Envelopes,
    note?: Note,
  ) {
    this.#gate = gate;
    this.#note = note;
    this.#envelopes = envelopes;
    this.#deliver = deliver;
    this.#framer = framer;
    if (framer instanceof Interim) this.#handed = new Promise((resolve) => (this.#isHanded = resolve));
    else this.#engine = framer;
    this.end = this.#run(body);
  }

  /**
   * Has the engine take over from the interim reader.
   *
   * @param done Called when the page has all that came until then, ahead of whatever follows.
   */
  handOver(engine: EngineBody, done: () => void): void {
    this.#engine = engine;
    queueMicrotask(() => void this.#succeed(engine, done)); // not within a call of the engine's
  }

  /** Nobody wants the body any more. */
  giveUp(): void {
    this.#isOver = true;
    this.#reader?.cancel();
  }

  async #run(body: ReadableStream<Uint8Array> | null): Promise<End | undefined> {
    let end: End = { cut: '' };
    await undefined; // a body that has nothing to be waited for must not end in the engine's call
    if (this.#isOver) return undefined;
    try {
      if (body && !(await this.#read((this.#reader = new Reader(body))))) return undefined;
    } catch (cause) {
      end = { cut: words(cause) || 'an error without words', cause, isOurs: !this.#reader?.failed };
      this.giveUp();
    }
    this.#note?.({ kind: 'end', cut: end.cut });
    if (this.#envelopes) await this.#frameRest(this.#envelopes);
    if (this.#framer instanceof Interim) this.#framer.owner.came(); // the end is no more urgent than the records of others
    if (this.#handed) await this.#handed;
    const last = this.#engine!.finish(end.cut === '');
    if (!last) return undefined;
    await this.#hold(this.#deliver(last));
    return end;
  }

  /**
   * Frames what a reader brings, to its end; reports whether the attempt is wanted that long. One read is pending at all
   * times: WebKit has held data back until the next chunk when none was (WebKit bugs 322545 and 319542).
   */
  async #read(reader: Reader): Promise<boolean> {
    for (;;) {
      await reader.next;
      if (reader.done) return true;
      while (this.#gate.closed) await this.#hold(this.#gate.closed);
      // Without an await in between unless it is wanted: a chunk of 2 MiB, the largest that Chromium gives, would wait for
      // another, and rows for both were 270 MB where the worst body took 140.
      for (reader.readAhead(); reader.waits(); ) await undefined;
      if (this.#handed && !this.#reads) await this.#handed;
      if (reader.size === 0) continue;
      const now = Date.now();
      const { chunks, size } = reader.take();
      this.#note?.({ kind: 'chunk', chunks }, now);
      const plain = this.#envelopes ? this.#envelopes.take(chunks) : chunks;
      const taken =
        isAtOnce(plain) && size <= portionBytes
          ? this.#frame(plain, plain === chunks ? size : sizeOf(plain), now)
          : await this.#framePortions(isAtOnce(plain) ? portionsOf(plain) : plain, now);
      if (taken === 'unwanted') {
        reader.cancel();
        return false;
      }
      if (taken) await this.#hold(taken);
    }
  }

  /** Frames chunks and delivers what they bring, which may hold back reading; `unwanted` if the attempt was given up. */
  #frame(chunks: readonly Uint8Array[], size: number, now: number): Promise<unknown> | 'unwanted' | undefined {
    const batch = this.#framer.frame(chunks, size, now);
    return batch ? this.#deliver(batch) : 'unwanted';
  }

  /** Frames what comes portion by portion, each when the page is done with the one before. */
  async #framePortions(portions: Portions, now: number): Promise<'unwanted' | undefined> {
    for await (const some of portions) {
      while (this.#gate.closed) await this.#hold(this.#gate.closed);
      if (this.#handed && !this.#reads) await this.#handed;
      const taken = this.#frame(some, sizeOf(some), now);
      if (taken === 'unwanted') return taken;
      if (taken) await this.#hold(taken);
    }
    return undefined;
  }

  /** What a body that is over has of one more envelope. */
  async #frameRest(envelopes: Envelopes): Promise<void> {
    const rest = envelopes.rest();
    const size = sizeOf(rest);
    const taken = size > 0 && this.#frame(rest, size, Date.now());
    if (taken && taken !== 'unwanted') await this.#hold(taken);
  }

  /** The interim reader goes on. */
  get #reads(): boolean {
    return this.#framer instanceof Interim && !this.#framer.isFull;
  }

  async #hold(until: Promise<unknown> | undefined): Promise<void> {
    this.held = true;
    await (this.#holding = until);
    this.held = false;
  }

  /**
   * What is framed anew may be the feed's end, and the page is told of that at once: so what it has not had goes to it first,
   * and nothing is framed of which something may be left while it is busy.
   */
  async #succeed(engine: EngineBody, done: () => void): Promise<void> {
    const interim = this.#framer as Interim;
    const waits = interim.mayLeave;
    this.#framer = engine;
    const frames = interim.handOver(engine);
    for (const [i, frame] of frames.entries()) {
      while (waits && (this.held || this.#gate.closed))
        await (this.held ? this.#holding : this.#hold(this.#gate.closed));
      const left = frame();
      if (!left) break;
      // There is nothing in it, and the page is not done with what came before, or its cursor would go back for a moment.
      if (this.held || (left.length === 0 && i < frames.length - 1)) continue;
      const taken = this.#deliver(left);
      if (taken) await this.#hold(taken);
    }
    done();
    this.#handed = undefined;
    this.#isHanded();
  }
}

const isAtOnce = <Item>(items: readonly Item[] | AsyncIterable<readonly Item[]>): items is readonly Item[] =>
  Array.isArray(items);

function* portionsOf(chunks: readonly Uint8Array[]): Generator<readonly Uint8Array[]> {
  for (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += portionBytes) yield [chunk.subarray(at, at + portionBytes)];
}

const sizeOf = (chunks: readonly Uint8Array[]): number => chunks.reduce((sum, { length }) => sum + length, 0);

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
