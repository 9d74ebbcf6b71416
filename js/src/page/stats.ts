import type { Batch, HostKind, Vitals } from '../link/contract.js';

/** The counters of a feed since it was made, as `feed.stats` has them. */
export interface FeedStats {
  /** Bytes of bodies, after the browser undid any compression. */
  bytes: number;
  /** Records delivered. */
  records: number;
  /** Blank records, comments, and records that the option `signals` takes for signs of life. */
  keepalives: number;
  /** Records that could not be read. */
  malformed: number;
  /** Records not delivered because they came before (option `dedupe`). */
  duplicates: number;
  /** Connections opened after the first. */
  reconnects: number;
  /** When bytes last arrived, in milliseconds since 1970; 0 before the first. */
  lastByteAt: number;
  /**
   * How alive the connection is.
   *
   * - `fresh`: It is open, and as lively as usual.
   * - `quiet`: It is open, and a beat is missing (option `keepalive`).
   * - `stalled`: It was cut for its silence, and is not open again.
   * - `dead`: There is none: not yet, not at present, or not any more.
   */
  liveness: 'fresh' | 'quiet' | 'stalled' | 'dead';
  /**
   * Where the engine of this feed runs.
   *
   * - `page`: In the page's own thread.
   * - `worker`: In a dedicated worker (option `worker`).
   * - `shared`: In a shared worker (option `share`).
   * - `elected`: In the worker of the tab that was elected, where there is no shared worker.
   */
  host: HostKind;
  /**
   * How many tabs, frames and workers have the feed by this connection, this one among them; 1 without the option `share`. One
   * that opens the feed twice counts twice.
   */
  sharers: number;
  /** With the option `lag`: how far behind the feed is, in milliseconds, whatever the clocks say. */
  lagMs?: number;
  /** With the option `lag`: the difference of the clocks and the lag together, in milliseconds. */
  offsetMs?: number;
  /** With the option `lag`: how fast the lag grows, in milliseconds per second. */
  lagTrend?: number;
}

/** What a feed counts and remembers for its `stats`. */
export class Stats {
  bytes = 0;
  records = 0;
  keepalives = 0;
  malformed = 0;
  duplicates = 0;
  lastByteAt = 0;
  connections = 0;
  sharers = 1;
  /** From when on an open connection counts as quiet, in milliseconds since 1970; 0: never. */
  quietAt = 0;
  /** The last connection was cut for its silence. */
  stalled = false;
  readonly #dated: boolean;
  #vitals: Vitals | undefined;

  /** @param dated whether records have a time (option `lag`) */
  constructor(dated: boolean) {
    this.#dated = dated;
  }

  received({ bytes, receivedAt, duplicates, vitals }: Batch): void {
    this.bytes += bytes;
    this.duplicates += duplicates;
    if (bytes) this.lastByteAt = receivedAt;
    if (!vitals) return;
    this.#vitals = vitals;
    // A page that was busy hears of it late, and must not take its own silence for the feed's.
    this.quietAt = vitals.quietAt && Date.now() + vitals.quietAt - receivedAt;
  }

  snapshot(open: boolean, host: HostKind): FeedStats {
    const { bytes, records, keepalives, malformed, duplicates, lastByteAt, sharers } = this;
    const reconnects = Math.max(0, this.connections - 1);
    const counters = { bytes, records, keepalives, malformed, duplicates, reconnects, lastByteAt, sharers };
    return { ...counters, liveness: this.#liveness(open), host, ...(this.#dated ? this.#lag() : {}) };
  }

  #liveness(open: boolean): FeedStats['liveness'] {
    if (open) return this.quietAt > 0 && Date.now() >= this.quietAt ? 'quiet' : 'fresh';
    return this.stalled ? 'stalled' : 'dead';
  }

  #lag() {
    const { lagMs = 0, offsetMs = 0, lagTrend = 0 } = this.#vitals ?? {};
    return { lagMs, offsetMs, lagTrend };
  }
}
