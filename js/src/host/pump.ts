import type { Batch } from '../link/contract.js';
import type { EngineBody, Framer } from './framer.js';
import { Interim } from './interim/interim.js';
import { Reader } from './reader.js';

/** Where batches go; a promise holds back reading until it resolves. */
export type Deliver = (batch: Batch) => Promise<unknown> | undefined;

/** Moves one body through a framer: the engine, or the interim reader until the engine takes over. */
export class Pump {
  /** The page takes nothing more for now, and nothing is read. */
  held = false;
  /**
   * What cut the body, '' when it ended cleanly; undefined when the engine has given the attempt up. It resolves behind
   * the last batch.
   */
  readonly end: Promise<string | undefined>;
  readonly #gate: Gate;
  readonly #deliver: Deliver;
  #framer: Framer;
  #engine: EngineBody | undefined; // which frames, or is to
  #takenOver: Promise<void> | undefined; // until the page has what the interim reader left
  #takeOver = (): void => {};

  constructor(body: ReadableStream<Uint8Array> | null, framer: EngineBody | Interim, gate: Gate, deliver: Deliver) {
    this.#gate = gate;
    this.#deliver = deliver;
    this.#framer = framer;
    if (framer instanceof Interim) this.#takenOver = new Promise((resolve) => (this.#takeOver = resolve));
    else this.#engine = framer;
    this.end = this.#run(body);
  }

  /** Lets the engine take over from the interim reader, as soon as the page is not busy; resolves then. */
  handOver(engine: EngineBody): Promise<void> {
    this.#engine = engine;
    queueMicrotask(() => this.held || void this.#succeed());
    return this.#takenOver!;
  }

  async #run(body: ReadableStream<Uint8Array> | null): Promise<string | undefined> {
    let cut = '';
    try {
      if (body && !(await this.#read(new Reader(body)))) return undefined;
    } catch (cause) {
      cut = `${cause}`;
    }
    if (this.#takenOver) await this.#takenOver;
    const last = this.#engine!.finish();
    if (!last) return undefined;
    await this.#hold(this.#deliver(last));
    return cut;
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
      if (this.#takenOver && this.#isHeldUp) await this.#takenOver;
      if (reader.size === 0) continue;
      const batch = this.#framer.frame(reader.chunks, reader.size, Date.now());
      if (!batch) {
        reader.cancel();
        return false;
      }
      const taken = this.#deliver(batch);
      reader.clear();
      if (taken) await this.#hold(taken);
    }
  }

  /** The interim reader takes no more, or the engine has begun to take over. */
  get #isHeldUp(): boolean {
    return !(this.#framer instanceof Interim) || this.#framer.isFull;
  }

  async #hold(until: Promise<unknown> | undefined): Promise<void> {
    this.held = true;
    await until;
    this.held = false;
    void this.#succeed();
  }

  /** Frames by the engine from now on, once it has framed anew what the interim reader has. */
  async #succeed(): Promise<void> {
    const [interim, engine] = [this.#framer, this.#engine];
    if (!engine || !(interim instanceof Interim)) return;
    this.#framer = engine;
    for (const left of interim.handOver(engine)) {
      const taken = this.#deliver(left);
      if (taken) await this.#hold(taken);
    }
    this.#takenOver = undefined;
    this.#takeOver();
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
