import type { Batch } from './batch.js';
import { engine, type Engine, type EngineOptions, type Sink } from './engine.js';
import type { Failure } from './errors.js';
import { EngineFailure, excerpt, Pump } from './pump.js';

/** What a connection asks of its feed. */
export interface Feed {
  readonly options: EngineOptions;
  /** Makes the request of an attempt; runs the page's headers function. */
  request(attempt: number): Promise<RequestInit>;
  fetch(init: RequestInit): Promise<Response>;
  opened(response: Response): void;
  /** Takes records; a promise holds back reading until it resolves. */
  received(batch: Batch, bytes: number, reasons: readonly string[]): Promise<void> | undefined;
  failed(failure: Failure, headers?: Headers, cause?: unknown): void;
}

/** How often one feed goes on after the engine itself died. A record that kills it would do so for ever. */
const RESTARTS = 3;

/**
 * Joins a feed to the engine: performs what the engine decides, and turns promises
 * and timers into calls of the engine's methods. The feed is told of things in
 * microtasks, so that no listener ever runs inside a call into the engine.
 */
export class Connection implements Sink {
  readonly #feed: Feed;
  #engine: Engine | undefined;
  #handle = 0;
  #pump: Pump | undefined;
  #closed = false;
  #restarts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #refused: Response | undefined;
  #cause: unknown; // the exception behind the failure that the engine is about to tell

  constructor(feed: Feed) {
    this.#feed = feed;
    void this.#start();
  }

  close(): void {
    this.#enter((e) => e.methods.close(this.#handle));
    this.#closed = true;
    this.disarm();
  }

  /** Dials now, giving up the attempt or wait under way if there is one. */
  connect(): void {
    this.#enter((e) => e.methods.connect(this.#handle));
  }

  async #start(): Promise<void> {
    let running: Engine;
    try {
      running = await engine();
    } catch (cause) {
      const message = `The engine could not be loaded: ${cause instanceof Error ? cause.message : String(cause)}`;
      this.#tell(() => this.#feed.failed({ type: 'engine', message, attempt: 1, final: true }, undefined, cause));
      return;
    }
    if (this.#closed) return;
    this.#engine = running;
    const handle = (this.#handle = running.methods.open(this, this.#feed.options));
    const { reasons } = running.methods;
    this.#pump = new Pump(running, handle, (batch, bytes) =>
      this.#closed || this.#handle !== handle ? undefined : this.#feed.received(batch, bytes, reasons));
    void running.died.then((cause) => this.#restart(running, cause));
    this.connect();
  }

  /** Goes on with a new engine, from the feed's last event ID, when the old one died. */
  #restart(dead: Engine, cause: unknown): void {
    if (this.#closed || this.#engine !== dead) return;
    this.#engine = undefined;
    this.disarm();
    const final = ++this.#restarts > RESTARTS;
    const message = `The engine stopped; ${final ? 'the feed is closed' : 'the feed goes on with a new one'}.`;
    this.#feed.failed(
      { type: 'engine', message, attempt: this.#restarts, final, ...(final ? {} : { retryInMs: 0 }) }, undefined, cause);
    if (!final && !this.#closed) void this.#start();
  }

  /** Calls into the engine; nothing to do when it is gone. */
  #enter(call: (e: Engine) => void): void {
    if (!this.#engine || this.#closed) return;
    try {
      call(this.#engine);
    } catch (cause) {
      const dead = this.#engine;
      queueMicrotask(() => this.#restart(dead, cause));
    }
  }

  #tell(what: () => void): void {
    queueMicrotask(() => {
      if (!this.#closed) what();
    });
  }

  prepare(attempt: number): void {
    queueMicrotask(() =>
      this.#feed.request(attempt).then(
        (init) => this.#enter((e) => e.methods.prepared(this.#handle, attempt, init)),
        (cause: unknown) => {
          this.#cause = cause;
          this.#enter((e) => e.methods.unaskable(this.#handle, attempt, String(cause)));
        },
      ));
  }

  fetch(attempt: number, init: RequestInit): void {
    queueMicrotask(() =>
      this.#feed.fetch(init).then(
        (response) => this.#enter((e) => e.methods.responded(this.#handle, attempt, response)),
        (cause: unknown) => {
          this.#cause = cause;
          this.#enter((e) => e.methods.unreachable(this.#handle, attempt, String(cause)));
        },
      ));
  }

  read(attempt: number, response: Response): void {
    this.#refused = undefined;
    this.#pump!.run(attempt, response.body).then(
      (cut) => {
        if (cut !== undefined) this.#enter((e) => e.methods.ended(this.#handle, attempt, cut));
      },
      (cause: unknown) => {
        if (cause instanceof EngineFailure && this.#engine) this.#restart(this.#engine, cause);
      },
    );
  }

  excerpt(attempt: number, response: Response): void {
    this.#refused = response;
    void excerpt(response.body).then((text) =>
      this.#enter((e) => e.methods.explained(this.#handle, attempt, text)));
  }

  opened(response: Response): void {
    this.#tell(() => this.#feed.opened(response));
  }

  failed(failure: Failure & { cause?: unknown }): void {
    const headers = this.#refused?.headers;
    const cause = failure.cause ?? this.#cause;
    this.#refused = this.#cause = undefined;
    this.#tell(() => {
      if (failure.final) this.#closed = true;
      this.#feed.failed(failure, headers, cause);
    });
  }

  arm(ms: number): void {
    this.disarm();
    this.#timer = setTimeout(() => this.#enter((e) => e.methods.timer(this.#handle)), ms);
  }

  disarm(): void {
    clearTimeout(this.#timer);
  }
}
