import type { Batch } from './batch.js';
import type { FeedStats } from './core.js';
import { engine, type Engine, type EngineOptions, type Sink } from './engine.js';
import type { Failure } from './errors.js';
import { cancel, pump, type Enter, type Pump } from './pump.js';

/** A request that was sent ahead of the engine. */
export type Early = readonly [
  /** Holds the AbortController of its signal as `aborter`, for the engine. */
  init: RequestInit,
  response: Promise<Response>,
];

/** What a connection asks of its feed. */
export interface Feed {
  readonly options: EngineOptions;
  /** Resolves when the page, having called pause(), calls resume(). */
  readonly paused: Promise<void> | undefined;
  lastEventId: string;
  /**
   * Sends the first request while the engine is loading, unless what only the engine knows
   * has a part in it: a preset, a cursor.
   */
  early(): Promise<Early | undefined>;
  /** Makes the request of an attempt; runs the page's headers function. */
  request(attempt: number): Promise<RequestInit>;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** The records after a cursor, by the page's own function. */
  missing(from: string): Promise<Response>;
  opened(response: Response): void;
  notice(event: Event): void;
  /** Takes records; a promise holds back reading until it resolves. */
  received(batch: Batch, bytes: number): Promise<unknown> | undefined;
  /** What the page wants done about a failure: wait so many milliseconds, or stop. */
  decide(failure: Failure, headers?: Headers, cause?: unknown): number | false;
  failed(failure: Failure, headers?: Headers, cause?: unknown): void;
}

/** What of a feed the engine calls, by way of {@link Connection.tell}. */
export type Telling = 'opened' | 'notice' | 'failed';

/** What is done if nobody knows which feed killed the engine. */
const enum Unknown {
  /** How often in a row, without a record in between, a feed goes on with a new engine. */
  Restarts = 3,
  /** How long it waits before that, in milliseconds: should each engine die of the same, that is no hot loop. */
  Wait = 1000,
}

/**
 * Joins a feed to the engine: performs what the engine decides, and turns promises
 * into calls of the engine's methods. The feed is told of things in
 * microtasks, so that no listener ever runs inside a call into the engine.
 */
export class Connection implements Sink {
  /** The engine reads and sets its lastEventId, for the store that keeps it. */
  declare readonly feed: Feed;
  #early: Promise<Early | undefined> | undefined;
  #engine: Engine | undefined;
  #handle = 0;
  /** The engine asks whether it is held. */
  declare pump: Pump | undefined;
  #closed = false;
  #restarts = 0;

  constructor(feed: Feed) {
    this.feed = feed;
    this.#early = feed.early();
    this.#early.catch(() => {}); // told when the engine waits for it
    void this.#start();
  }

  close(): void {
    this.#enter((e) => e.methods.close(this.#handle));
    this.#closed = true;
  }

  /** Dials now, giving up the attempt or wait under way if there is one. */
  connect(): void {
    this.#enter((e) => e.methods.connect(this.#handle));
  }

  stats(): Partial<FeedStats> | null | undefined {
    return this.#enter((e) => e.methods.stats(this.#handle));
  }

  async #start(): Promise<void> {
    let running: Engine;
    try {
      running = await engine();
    } catch (cause) {
      this.#end(`The engine could not be loaded: ${(cause as Error).message ?? cause}`, cause);
      return;
    }
    if (this.#closed) return;
    this.#engine = running;
    const { options } = this.feed;
    if ((options.init.resume || {}).persist) {
      options.kept = await Promise.resolve(this.#enter((e) => e.methods.recall(options))).catch((cause: unknown) => cause);
      if (running.dead) return this.#start(); // it died meanwhile
    }
    const handle = this.#enter((e) => e.methods.open(this, options));
    if (!handle) return;
    this.#handle = handle;
    this.pump = pump(this.#bound(), handle, this.feed, (batch, bytes) => {
      if (this.#closed || this.#engine !== running) return undefined;
      if (batch.length) this.#restarts = 0;
      return this.feed.received(batch, bytes);
    });
  }

  /** Goes on with a new engine, from the feed's last event ID, when another feed killed the old one. */
  abort(cause: Error): void {
    this.#later(() => {
      const dead = this.#engine;
      if (dead?.dead !== cause) return;
      if (!dead.by && ++this.#restarts > Unknown.Restarts) return this.#endOf(cause);
      this.#abandon();
      const message = `The engine stopped (${cause}); the feed goes on.`;
      const retryInMs = dead.by ? 0 : Unknown.Wait;
      this.feed.failed({ type: 'engine', message, attempt: 1, final: false, retryInMs }, undefined, cause);
      setTimeout(() => this.#closed || this.#start(), retryInMs);
    });
  }

  /** Lets go of an engine that is dead, and of its memory. */
  #abandon(): void {
    this.#engine = this.pump = undefined;
  }

  #endOf(cause: Error): void {
    this.#abandon();
    this.#end(`The engine stopped (${cause}); the feed is closed.`, cause);
  }

  #end(message: string, cause: unknown): void {
    this.tell('failed', { type: 'engine', message, attempt: 1, final: true }, undefined, cause);
  }

  /**
   * Calls into the engine. Should it die of the call, then what this feed sent is what
   * killed it and would do so again: this feed ends, and the others go on.
   */
  #enter<R>(call: (engine: Engine) => R): R | undefined {
    const running = this.#engine;
    if (!running || running.dead || this.#closed) return undefined;
    try {
      const result = call(running);
      if (!running.dead) return result;
    } catch (cause) {
      running.die(cause);
    }
    running.by = this;
    this.#endOf(running.dead!);
    return undefined;
  }

  /** Calls into the engine of now, which do nothing once it is replaced: handles and attempts begin anew. */
  #bound(): Enter {
    const running = this.#engine;
    return (call) => (this.#engine === running ? this.#enter(call) : undefined);
  }

  #later(what: () => void): void {
    queueMicrotask(() => {
      if (!this.#closed) what();
    });
  }

  tell<M extends Telling>(method: M, ...args: Parameters<Feed[M]>): void {
    this.#later(() => {
      if (method === 'failed') this.#closed = (args[0] as Failure).final;
      (this.feed[method] as (...args: unknown[]) => void)(...args);
    });
  }

  dial(attempt: number): void {
    this.#ask(attempt, async (enter) => {
      const sent = this.#early;
      this.#early = undefined;
      const [init, response] = await sent ?? [await this.feed.request(attempt)];
      const url = enter((e) => e.methods.prepared(this.#handle, attempt, init));
      return url ? response ?? this.feed.fetch(url, init) : undefined;
    });
  }

  missing(attempt: number, from: string): void {
    this.#ask(attempt, () => this.feed.missing(from));
  }

  #ask(attempt: number, ask: (enter: Enter) => Promise<Response | undefined>): void {
    const enter = this.#bound();
    this.#later(() =>
      ask(enter).then(
        (response) => {
          const taken = enter((e) => e.methods.responded(this.#handle, attempt, response));
          if (!taken) cancel(response?.body); // a fetch that does not heed the signal
        },
        (cause: unknown) => enter((e) => e.methods.unreachable(this.#handle, attempt, cause)),
      ));
  }

  read(attempt: number, response: Response): void {
    const enter = this.#bound();
    void this.pump!.run(attempt, response.body).then((cut) => {
      if (cut !== undefined) enter((e) => e.methods.ended(this.#handle, attempt, cut));
    });
  }

  ask(attempt: number, ...failure: Parameters<Feed['decide']>): void {
    const enter = this.#bound();
    this.#later(() => {
      const answer = this.feed.decide(...failure);
      enter((e) => e.methods.decide(this.#handle, attempt, answer));
    });
  }
}
