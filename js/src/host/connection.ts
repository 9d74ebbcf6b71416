import {
  Why,
  type DialData,
  type Failure,
  type HostEnd,
  type HostKind,
  type Message,
  type Notice,
  type Opening,
  type PageEnd,
  type PageLifecycle,
  type RequestState,
} from '../link/contract.js';
import type { OwnFetch } from '../link/host.js';
import { isPlainRequest, isRepeatable, isResumable } from '../link/opening.js';
import { words } from '../link/words.js';
import { giveUp, settle, type Asked } from './asked.js';
import { Dialer } from './dialer.js';
import type { Ends } from './ends.js';
import { engine, type Client, type Engine } from './engine.js';
import { EngineFramer, type Enter } from './framer.js';
import { pairs } from './head.js';
import { jsonOf, put } from './inbox.js';
import { Intake } from './intake.js';
import { isPlain } from './interim/interim.js';
import { watchPolicy } from './policy.js';
import { Outbox } from './outbox.js';
import type { Answer, Socket } from './socket.js';

/** How often in a row, without a record in between, a feed goes on with a new engine if nobody knows what killed the old one. */
const maxRestarts = 3;

/** How long it waits before that, in milliseconds: should each engine die of the same, that is no hot loop. */
const restartAfterMs = 1000;

/** How many feeds there have been: the handle of the last, whatever engine it was for. */
let feeds = 0;

/**
 * The host's end of a feed: joins the page to the engine, performs what the engine decides, and turns promises into calls
 * of the engine's functions. The page is told of things in microtasks, and asked in them, so that none of its code ever runs
 * inside a call into the engine.
 */
export class Connection implements HostEnd, Client, Ends {
  readonly kind: HostKind;
  readonly opening: Opening;
  readonly ownFetch: OwnFetch | undefined;
  page: PageEnd | undefined;
  handle = 0;
  readonly #dialer: Dialer;
  readonly #intake: Intake;
  readonly #outbox = new Outbox();
  #engine: Engine | undefined;
  #framer: EngineFramer | undefined;
  #from: string; // what was remembered of the first answer

  /** @param ownFetch The page's own, if this is the page's thread. */
  constructor(kind: HostKind, opening: Opening, page: PageEnd, ownFetch?: OwnFetch) {
    this.kind = kind;
    this.opening = opening;
    this.ownFetch = ownFetch;
    this.page = page;
    const { options, socket, interim } = opening;
    this.#from = options.from;
    this.#dialer = new Dialer(this);
    this.#intake = new Intake(this);
    watchPolicy();
    if (isPlainRequest(options)) {
      const asked = this.#dialer.first();
      if (interim && !socket && isPlain(options))
        this.#intake.readAhead(asked, (answer) => {
          const isWanted = !!this.page && !this.#engine;
          if (isWanted) this.#tellOpen(answer);
          return isWanted;
        });
    }
    void this.#start();
  }

  /* What the page asks. */

  connect(): void {
    this.#drop('reconnect');
    this.#tell((e) => e.exports.connect(this.handle));
  }

  close(): void {
    this.enter((e) => e.exports.close(this.handle));
    this.#over();
  }

  pause(): void {
    this.#intake.gate.close();
  }

  resume(): void {
    this.#intake.gate.open();
  }

  interrupt(): void {
    this.#dialer.requests.interrupt();
  }

  record(): void {
    this.opening.records = true;
  }

  send(message: Message): Promise<void> {
    return this.#outbox.send(message);
  }

  lifecycle(change: PageLifecycle): void {
    if (change === 'hide') return;
    const { options } = this.opening;
    if (
      change === 'sleep' &&
      isRepeatable(options) &&
      !options.signals.some(({ then }) => then === 'end' || then === 'last')
    )
      this.#drop('away');
    this.#tell((e) => e.exports.lifecycle(this.handle, put(e, change)));
  }

  /* What the engine decides. */

  dial(attempt: number, dial: DialData): void {
    this.#settle(attempt, this.#dialer.dial(attempt, dial));
  }

  address(attempt: number, state: RequestState): void {
    this.#settle(attempt, this.#dialer.address(attempt, state));
  }

  missing(attempt: number, from: string): void {
    this.#settle(attempt, this.#dialer.missing(attempt, from));
  }

  say(to: number): void {
    const handle = this.handle;
    const { attempt, requests, state } = this.#dialer;
    const { answer } = requests.get(attempt) ?? {};
    this.#later(async (page) => {
      try {
        const messages = await page.say(to, { ...state, lastEventId: this.#intake.cursor });
        for (const message of messages) (answer as Socket | undefined)?.send(message);
      } catch (cause) {
        this.enter((e) => e.exports.unanswered(handle, attempt, Why.Unmade, put(e, words(cause))));
      }
    });
  }

  remember(from: string): void {
    this.#from = from;
    this.#later((page) => page.remember(from));
  }

  abort(attempt: number, why: string): void {
    const asked = this.#dialer.requests.get(attempt);
    if (!asked) return;
    asked.isOver = true;
    queueMicrotask(() => giveUp(asked, why)); // a fetch of the page's own may listen
  }

  read(attempt: number, of: number): void {
    const asked = this.#dialer.requests.get(of)!;
    asked.pump = this.#intake.read(attempt, this.#framer!.of(attempt), asked.answer!, asked);
  }

  replay(attempt: number, records: string): void {
    this.#intake.read(attempt, this.#framer!.of(attempt), new Response(records));
  }

  opened(attempt: number): void {
    const response = this.#dialer.requests.get(attempt)!.answer!;
    if (this.opening.socket) this.#outbox.use(response as Socket);
    if (response !== this.#intake.ahead?.response) this.#tellOpen(response);
  }

  ask(attempt: number, failure: Failure, of: number): void {
    const handle = this.handle;
    const whole = this.#withAnswer(failure, of);
    this.#later(async (page) => {
      const answer = await page.delay(whole);
      const wait = answer === null ? Number.NaN : answer === false ? -1 : Math.max(answer, 0);
      this.enter((e) => e.exports.decide(handle, attempt, wait));
    });
  }

  failed(failure: Failure, of: number): void {
    const whole = this.#withAnswer(failure, of);
    this.#later((page) => {
      if (failure.final) this.#over();
      page.failed(whole);
    });
  }

  panicked(failure: Failure, stack: string): void {
    this.#later((page) => {
      this.#dialer.requests.clear(failure.type);
      this.#over();
      page.failed({ ...failure, cause: stack });
    });
  }

  notice(type: string, detail: Notice['detail'], isAhead: boolean): void {
    const tell = (page: PageEnd) => page.notice({ type, detail });
    if (isAhead) this.#intake.foretell(tell);
    else this.#later(tell);
  }

  quiet(at: number): void {
    this.#later((page) => page.quiet(at));
  }

  held(): boolean {
    return this.#dialer.asking > 0 || this.#intake.held;
  }

  /** Goes on with a new engine, behind what has been framed, when the old one died of another feed, or of nobody knows what. */
  died(cause: Error): void {
    this.#later((page) => {
      const dead = this.#engine;
      if (dead?.failure !== cause) return;
      const isHopeless = !dead.killer && ++this.#intake.deaths > maxRestarts;
      const { options } = this.opening;
      const goesOn =
        isRepeatable(options) || isResumable({ ...options, lastEventId: this.#intake.cursor, from: this.#from });
      if (isHopeless || !goesOn) return this.#endOf(cause);
      this.#abandon();
      const message = `The engine stopped (${cause}); the feed goes on.`;
      const retryInMs = dead.killer ? 0 : restartAfterMs;
      page.failed({ type: 'engine', message, attempt: 1, final: false, retryInMs, cause });
      setTimeout(() => this.page && this.#start(), retryInMs);
    });
  }

  /* Between the two. */

  async #start(): Promise<void> {
    let running: Engine | undefined;
    try {
      do running = await (this.#intake.ahead?.engine() ?? engine());
      while (running?.failure); // it has died since then
    } catch (cause) {
      return this.#end(`The engine could not be loaded: ${(cause as Error).message ?? cause}`, cause);
    }
    if (!this.page || !running) return;
    const handle = ++feeds;
    this.#engine = running;
    this.handle = handle;
    this.#framer = new EngineFramer(this.enter, handle);
    running.clients.set(handle, this);
    const { options } = this.opening;
    const { ahead, cursor } = this.#intake;
    const lastEventId = ahead?.response ? options.lastEventId : cursor; // what is read ahead the engine has yet to frame
    const text = jsonOf({ ...options, lastEventId, from: this.#from });
    const sent = this.#dialer.requests.get(1);
    this.enter((e) => e.exports.open(handle, sent ? 1 : 0, put(e, text)));
    if (!sent) return;
    this.#dialer.tellFirst();
    this.#settle(1, sent);
  }

  #settle(attempt: number, asked: Asked): void {
    settle(asked, attempt, this.opening.options, this.handle, this.enter);
  }

  /**
   * Gives up the request that is ahead of the engine. If the engine is to hear of it, because its response is there, that
   * will go on in its own way; else it dials when it is there.
   */
  #drop(why: string): void {
    if (this.#engine) return;
    const { requests } = this.#dialer;
    if (!this.#intake.ahead?.response) return requests.clear(why);
    const asked = requests.get(1);
    asked?.note?.({ kind: 'abort', why });
    asked?.aborter.abort();
  }

  #tellOpen({ url, status, headers }: Answer): void {
    const head = { url, status, headers: pairs(headers) };
    this.#dialer.answered(head.headers);
    this.#later((page) => page.opened(head));
  }

  /** A failure with what came of the request that it is about. */
  #withAnswer(failure: Failure, of: number): Failure {
    const { answer, cause } = this.#dialer.requests.get(of) ?? {};
    return { ...failure, headers: answer && pairs(answer.headers), cause } as Failure;
  }

  /** Lets go of an engine that is dead, and of its memory. */
  #abandon(): void {
    this.#dialer.requests.clear('engine');
    this.#intake.abandon();
    this.#engine = this.#framer = undefined;
  }

  #endOf(cause: Error): void {
    this.#abandon();
    this.#end(`The engine stopped (${cause}); the feed is closed.`, cause);
  }

  #end(message: string, cause: unknown): void {
    this.#later((page) => {
      this.#over();
      page.failed({ type: 'engine', message, attempt: 1, final: true, cause });
    });
  }

  /** The engine, if it is there, has seen to all requests. */
  #over(): void {
    this.page = undefined;
    this.#outbox.close(new Error('the feed is closed'));
    const { ahead, gate } = this.#intake;
    ahead?.close();
    if (!this.#engine || ahead?.response) this.#dialer.requests.clear('close');
    this.#engine?.clients.delete(this.handle);
    gate.open();
  }

  /**
   * Calls into the engine. Should it die of the call, then what this feed sent is what
   * killed it and would do so again: this feed ends, and the others go on.
   */
  readonly enter: Enter = (call) => {
    const running = this.#engine;
    if (!running || running.failure || !this.page) return undefined;
    try {
      const result = call(running);
      if (!running.failure) return result;
    } catch (cause) {
      running.fail(cause);
    }
    running.killer = this;
    this.#endOf(running.failure!);
    return undefined;
  };

  /** Calls into the engine, as soon as it has framed what was read ahead of it. */
  #tell(call: (engine: Engine) => void): void {
    const { ahead } = this.#intake;
    if (ahead?.response) ahead.ask(() => this.enter(call));
    else this.enter(call);
  }

  #later(what: (page: PageEnd) => unknown): void {
    queueMicrotask(() => {
      if (this.page) what(this.page);
    });
  }
}
