import {
  lastID,
  type DialData,
  type Failure,
  type HostEnd,
  type HostKind,
  type PageLifecycle,
  type Notice,
  type Opening,
  type PageEnd,
  type Pairs,
  type Sink,
} from '../link/contract.js';
import type { OwnFetch } from '../link/host.js';
import { isRepeatable } from '../link/opening.js';
import { Ahead } from './ahead.js';
import { early, type EarlyRequest } from './early.js';
import { engine, type Engine } from './engine.js';
import { EngineFramer, type EngineBody, type Enter } from './framer.js';
import { isPlain, type Interim } from './interim/interim.js';
import { Gate, Pump } from './pump.js';
import { cancel } from './reader.js';
import { requestInit } from './request.js';

/** How often in a row, without a record in between, a feed goes on with a new engine if nobody knows what killed the old one. */
const maxRestarts = 3;

/** How long it waits before that, in milliseconds: should each engine die of the same, that is no hot loop. */
const restartAfterMs = 1000;

/**
 * The host's end of a feed: joins the page to the engine, performs what the engine decides, and turns promises into calls
 * of the engine's methods. The page is told of things in microtasks, so that none of its code ever runs inside a call
 * into the engine.
 */
export class Connection implements HostEnd, Sink {
  readonly kind: HostKind;
  readonly fetch: OwnFetch | undefined;
  readonly #opening: Opening;
  readonly #gate = new Gate();
  #page: PageEnd | undefined; // none once the feed is closed
  #early: EarlyRequest | undefined;
  #sending: EarlyRequest | undefined; // the same, while the engine has dialled and its headers are waited for
  #engine: Engine | undefined;
  #handle = 0;
  #framer: EngineFramer | undefined;
  #pump: Pump | undefined;
  #ahead: Ahead | undefined; // until the engine has taken over
  #cursor: string; // the last event ID of what has been framed: where another engine goes on
  #restarts = 0;

  /** @param fetch The page's own, if this is the page's thread. */
  constructor(kind: HostKind, opening: Opening, page: PageEnd, fetch?: OwnFetch) {
    this.kind = kind;
    this.#opening = opening;
    this.#page = page;
    this.#cursor = opening.options.lastEventId;
    // A function of the page's must not run inside the engine's call of it.
    this.fetch =
      fetch &&
      (async (url, init) => {
        await undefined;
        return fetch(url, init);
      });
    this.#early = early(opening, (attempt) => this.#headers(attempt), this.fetch);
    if (this.#early && opening.interim && isPlain(opening.options)) this.#readAhead(this.#early.response);
    void this.#start();
  }

  get held(): boolean {
    return this.#pump?.held ?? false;
  }

  /* What the page asks. */

  connect(): void {
    this.#drop();
    this.#tell((e) => e.methods.connect(this.#handle));
  }

  close(): void {
    this.#enter((e) => e.methods.close(this.#handle));
    this.#over();
  }

  pause(): void {
    this.#gate.close();
  }

  resume(): void {
    this.#gate.open();
  }

  lifecycle(change: PageLifecycle): void {
    if (change === 'hide') return;
    const { options } = this.#opening;
    if (change === 'sleep' && isRepeatable(options) && !options.signals.some(({ then }) => then === 'end'))
      this.#drop();
    this.#tell((e) => e.methods.lifecycle(this.#handle, change));
  }

  /* What the engine decides. */

  dial(attempt: number, dial: DialData): void {
    this.#answer(attempt, async (enter) => {
      const sent = this.#early;
      this.#early = undefined;
      this.#sending = sent;
      const { options, request } = this.#opening;
      const init = sent ? await sent.init : requestInit(request, await this.#headers(attempt), options.format, dial);
      const response = enter((e) => e.methods.send(this.#handle, attempt, init, sent?.aborter));
      this.#sending = undefined;
      return response && sent ? sent.response : (response as Promise<Response> | undefined);
    });
  }

  missing(attempt: number, from: string): void {
    this.#answer(attempt, async () => this.#page && new Response(await this.#page.missing(from)));
  }

  read(attempt: number, response: Response): void {
    const enter = this.#bound();
    const body = this.#framer!.of(attempt);
    if (response !== this.#ahead?.response) {
      this.#pump = this.#reading(response, body);
      queueMicrotask(() => this.#handedOver()); // what was read ahead, if anything, has been given up
    } else this.#pump!.handOver(body, () => this.#handedOver());
    void this.#pump!.end.then((cut) => {
      if (cut !== undefined) enter((e) => e.methods.ended(this.#handle, attempt, cut));
    });
  }

  ask(attempt: number, failure: Failure, headers?: Headers, cause?: unknown): void {
    const enter = this.#bound();
    this.#later(async (page) => {
      const wait = await page.delay(withDetails(failure, headers, cause));
      enter((e) => e.methods.decide(this.#handle, attempt, wait));
    });
  }

  opened(response: Response): void {
    if (response !== this.#ahead?.response) this.#tellOpen(response);
  }

  failed(failure: Failure, headers?: Headers, cause?: unknown): void {
    this.#later((page) => {
      if (failure.final) this.#over();
      page.failed(withDetails(failure, headers, cause));
    });
  }

  notice(type: string, detail: Notice['detail']): void {
    this.#later((page) => page.notice({ type, detail }));
  }

  quiet(at: number): void {
    this.#later((page) => page.quiet(at));
  }

  /** Goes on with a new engine, behind what has been framed, when the old one died of another feed, or of nobody knows what. */
  abort(cause: Error): void {
    this.#later((page) => {
      const dead = this.#engine;
      if (dead?.failure !== cause) return;
      const isHopeless = !dead.killer && ++this.#restarts > maxRestarts;
      if (isHopeless || !isRepeatable(this.#opening.options)) return this.#endOf(cause);
      this.#abandon();
      const message = `The engine stopped (${cause}); the feed goes on.`;
      const retryInMs = dead.killer ? 0 : restartAfterMs;
      page.failed({ type: 'engine', message, attempt: 1, final: false, retryInMs, cause });
      setTimeout(() => this.#page && this.#start(), retryInMs);
    });
  }

  /* Between the two. */

  async #start(): Promise<void> {
    let running: Engine | undefined;
    try {
      running = await (this.#ahead ? this.#ahead.engine() : engine());
    } catch (cause) {
      return this.#end(`The engine could not be loaded: ${(cause as Error).message ?? cause}`, cause);
    }
    if (!this.#page || !running) return;
    this.#engine = running;
    const lastEventId = this.#ahead?.response ? '' : this.#cursor; // what is read ahead the engine has yet to frame
    const handle = this.#enter((e) => e.methods.open(this, { ...this.#opening.options, lastEventId }));
    if (!handle) return;
    this.#handle = handle;
    this.#framer = new EngineFramer(this.#bound(), handle);
  }

  /** Reads the response if it is there before the engine. */
  #readAhead(response: Promise<Response>): void {
    this.#ahead = new Ahead(this.#opening.options, response, (answer, framer) => {
      if (!this.#page || this.#engine) return false;
      this.#tellOpen(answer);
      this.#pump = this.#reading(answer, framer);
      return true;
    });
  }

  /** Gives up what is read ahead of the engine, which will do so in its own way when it is there. */
  #drop(): void {
    if (this.#ahead?.response) this.#early?.aborter.abort();
  }

  #handedOver(): void {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    ahead?.handedOver();
  }

  #reading(response: Response, framer: EngineBody | Interim): Pump {
    const pump: Pump = new Pump(response.body, framer, this.#gate, (batch) => {
      if (!this.#page || this.#pump !== pump) return undefined;
      if (batch.length > 0) {
        this.#restarts = 0;
        this.#ahead?.came();
      }
      this.#cursor = lastID(batch);
      return this.#page.received(batch);
    });
    return pump;
  }

  #tellOpen({ url, status, headers }: Response): void {
    this.#later((page) => page.opened({ url, status, headers: pairs(headers) }));
  }

  async #headers(attempt: number) {
    const { asksHeaders, headers } = this.#opening.request;
    return asksHeaders && this.#page ? this.#page.headers(attempt) : headers;
  }

  /** Calls the engine with the response that an attempt gets, or with why it gets none. */
  #answer(attempt: number, ask: (enter: Enter) => Promise<Response | undefined>): void {
    const enter = this.#bound();
    this.#later(() =>
      ask(enter).then(
        (response) => {
          const wanted = enter((e) => e.methods.responded(this.#handle, attempt, response as Response));
          if (!wanted) cancel(response?.body); // a fetch that does not heed the signal
        },
        (cause: unknown) => enter((e) => e.methods.unanswered(this.#handle, attempt, cause)),
      ),
    );
  }

  /** Lets go of an engine that is dead, and of its memory. */
  #abandon(): void {
    this.#engine = this.#framer = this.#pump = this.#ahead = undefined;
  }

  #endOf(cause: Error): void {
    this.#abandon();
    this.#end(`The engine stopped (${cause}); the feed is closed.`, cause);
  }

  #end(message: string, cause: unknown): void {
    this.failed({ type: 'engine', message, attempt: 1, final: true }, undefined, cause);
  }

  /** The engine, which may not be there yet, sees to all requests but the early one. */
  #over(): void {
    this.#page = undefined;
    this.#ahead?.close();
    if (this.#ahead?.response) this.#pump?.giveUp(); // of a page's own fetch that does not heed the signal
    (this.#early ?? this.#sending)?.aborter.abort();
    this.#gate.open();
  }

  /**
   * Calls into the engine. Should it die of the call, then what this feed sent is what
   * killed it and would do so again: this feed ends, and the others go on.
   */
  #enter<R>(call: (engine: Engine) => R): R | undefined {
    const running = this.#engine;
    if (!running || running.failure || !this.#page) return undefined;
    try {
      const result = call(running);
      if (!running.failure) return result;
    } catch (cause) {
      running.fail(cause);
    }
    running.killer = this;
    this.#endOf(running.failure!);
    return undefined;
  }

  /** Calls into the engine, as soon as it has framed what was read ahead of it. */
  #tell(call: (engine: Engine) => void): void {
    const ahead = this.#ahead;
    if (ahead?.response) ahead.ask(() => this.#enter(call));
    else this.#enter(call);
  }

  /** Calls into the engine of now, which do nothing once it is replaced: handles and attempts begin anew. */
  #bound(): Enter {
    const running = this.#engine;
    return (call) => (this.#engine === running ? this.#enter(call) : undefined);
  }

  #later(what: (page: PageEnd) => unknown): void {
    queueMicrotask(() => {
      if (this.#page) what(this.#page);
    });
  }
}

function withDetails(failure: Failure, headers: Headers | undefined, cause: unknown): Failure {
  return { ...failure, headers: headers && pairs(headers), cause } as Failure;
}

/** Headers as data; what a fetch of the page's own gave as a response may have none. */
const pairs = (headers: Headers | undefined): Pairs => (headers instanceof Headers ? [...headers] : []);
