import {
  lastID,
  Occasion,
  Why,
  type Address,
  type Batch,
  type DialData,
  type Failure,
  type HostEnd,
  type HostKind,
  type Message,
  type Notice,
  type Opening,
  type PageEnd,
  type PageLifecycle,
  type Pairs,
  type RequestState,
} from '../link/contract.js';
import type { OwnFetch } from '../link/host.js';
import { isPlainRequest, isRepeatable, isResumable } from '../link/opening.js';
import { words } from '../link/words.js';
import { Ahead } from './ahead.js';
import { askSocket } from './asked-socket.js';
import { ask, asking, giveUp, Requests, settle, type Asked, type Send } from './asked.js';
import { engine, type Client, type Engine } from './engine.js';
import { Envelopes, hasEnvelopes } from './envelopes.js';
import { exchange, lasting, type Note } from './exchange.js';
import { EngineFramer, type EngineBody, type Enter } from './framer.js';
import { pairs } from './head.js';
import { jsonOf, put } from './inbox.js';
import { isPlain, type Interim } from './interim/interim.js';
import { watchPolicy } from './policy.js';
import { Gate, Pump } from './pump.js';
import { Outbox } from './outbox.js';
import { plainDial } from './request.js';
import type { Answer, Make, Socket } from './socket.js';
import { isOfNetwork } from './unanswered.js';

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
export class Connection implements HostEnd, Client {
  readonly kind: HostKind;
  readonly #opening: Opening;
  readonly #fetch: OwnFetch | undefined; // the page's own
  readonly #gate = new Gate();
  #page: PageEnd | undefined; // none once the feed is closed
  readonly #requests = new Requests();
  readonly #outbox = new Outbox();
  #engine: Engine | undefined;
  #handle = 0;
  #framer: EngineFramer | undefined;
  #pump: Pump | undefined;
  #ahead: Ahead | undefined; // until the engine has taken over
  #cursor: string; // the last event ID of what has been framed: where another engine goes on
  #from: string; // and what was remembered of the first answer
  #first: Pairs | undefined; // the headers of that
  #goesOn = false; // the request under way goes on with it
  #address: Promise<Address> | undefined; // of the first request, if the page has a function for it
  #foretell: ((page: PageEnd) => void) | undefined; // what goes ahead of the next batch
  #attempt = 0; // whose WebSocket was opened last
  #state: RequestState = { attempt: 0, lastEventId: '', count: 0, from: '', resuming: false }; // and what was known then
  #exchanges = 0; // requests that have been noted
  #asking = 0; // the attempt for whose headers the page is asked
  #restarts = 0;

  /** @param ownFetch The page's own, if this is the page's thread. */
  constructor(kind: HostKind, opening: Opening, page: PageEnd, ownFetch?: OwnFetch) {
    this.kind = kind;
    this.#opening = opening;
    this.#page = page;
    this.#fetch = ownFetch;
    const { options, interim } = opening;
    watchPolicy();
    this.#cursor = options.lastEventId;
    this.#from = options.from;
    if (isPlainRequest(options)) {
      const first = () => this.#firstDial();
      if (opening.socket) this.#open(1, first, async (made, url, given) => new made(url, given));
      else {
        const { response } = this.#request(1, first, (...args) => fetch(...args));
        if (interim && isPlain(options)) this.#readAhead(response as Promise<Response>);
      }
    }
    void this.#start();
  }

  /* What the page asks. */

  connect(): void {
    this.#drop('reconnect');
    this.#tell((e) => e.exports.connect(this.#handle));
  }

  close(): void {
    this.#enter((e) => e.exports.close(this.#handle));
    this.#over();
  }

  pause(): void {
    this.#gate.close();
  }

  resume(): void {
    this.#gate.open();
  }

  interrupt(): void {
    this.#requests.interrupt();
  }

  record(): void {
    this.#opening.records = true;
  }

  send(message: Message): Promise<void> {
    return this.#outbox.send(message);
  }

  lifecycle(change: PageLifecycle): void {
    if (change === 'hide') return;
    const { options } = this.#opening;
    if (
      change === 'sleep' &&
      isRepeatable(options) &&
      !options.signals.some(({ then }) => then === 'end' || then === 'last')
    )
      this.#drop('away');
    this.#tell((e) => e.exports.lifecycle(this.#handle, put(e, change)));
  }

  /* What the engine decides. */

  dial(attempt: number, dial: DialData): void {
    const send = (url: string, init: RequestInit) => this.#enter((e) => e.methods.fetch(url, init));
    if (!dial.backfill) this.#goesOn = dial.method !== '';
    const where = () => dial;
    const asked =
      this.#opening.socket && !dial.backfill
        ? this.#open(attempt, where, this.#make)
        : this.#request(attempt, where, send, dial.beside);
    this.#settle(attempt, asked);
  }

  say(to: number): void {
    const handle = this.#handle;
    const attempt = this.#attempt;
    const { answer } = this.#requests.get(attempt) ?? {};
    this.#later(async (page) => {
      try {
        const messages = await page.say(to, { ...this.#state, lastEventId: this.#cursor });
        for (const message of messages) (answer as Socket | undefined)?.send(message);
      } catch (cause) {
        this.#enter((e) => e.exports.unanswered(handle, attempt, Why.Unmade, put(e, words(cause))));
      }
    });
  }

  address(attempt: number, state: RequestState): void {
    const answer = Promise.resolve().then(() => this.#page?.address({ ...state, headers: this.#first }));
    const asked = asking(answer.then((address) => this.#addressed(attempt, address!)));
    this.#requests.keep(attempt, asked, false);
    this.#settle(attempt, asked);
  }

  remember(from: string): void {
    this.#from = from;
    this.#later((page) => page.remember(from));
  }

  missing(attempt: number, from: string): void {
    const text = Promise.resolve().then(() => this.#page?.missing(from));
    const asked = asking(text.then((lines) => new Response(lines)));
    this.#requests.keep(attempt, asked, true);
    this.#settle(attempt, asked);
  }

  abort(attempt: number, why: string): void {
    const asked = this.#requests.get(attempt);
    if (!asked) return;
    asked.isOver = true;
    queueMicrotask(() => giveUp(asked, why)); // a fetch of the page's own may listen
  }

  read(attempt: number, of: number): void {
    const asked = this.#requests.get(of)!;
    this.#read(attempt, asked.answer!, asked);
    asked.pump = this.#pump!;
  }

  replay(attempt: number, records: string): void {
    this.#read(attempt, new Response(records));
  }

  opened(attempt: number): void {
    const response = this.#requests.get(attempt)!.answer!;
    if (this.#opening.socket) this.#outbox.use(response as Socket);
    if (response !== this.#ahead?.response) this.#tellOpen(response);
  }

  ask(attempt: number, failure: Failure, of: number): void {
    const handle = this.#handle;
    const whole = this.#withAnswer(failure, of);
    this.#later(async (page) => {
      const answer = await page.delay(whole);
      const wait = answer === null ? Number.NaN : answer === false ? -1 : Math.max(answer, 0);
      this.#enter((e) => e.exports.decide(handle, attempt, wait));
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
      this.#requests.clear(failure.type);
      this.#over();
      page.failed({ ...failure, cause: stack });
    });
  }

  notice(type: string, detail: Notice['detail'], isAhead: boolean): void {
    const tell = (page: PageEnd) => page.notice({ type, detail });
    if (isAhead) this.#foretell = tell;
    else this.#later(tell);
  }

  quiet(at: number): void {
    this.#later((page) => page.quiet(at));
  }

  held(): boolean {
    return this.#asking > 0 || !!this.#pump?.held;
  }

  /** Goes on with a new engine, behind what has been framed, when the old one died of another feed, or of nobody knows what. */
  died(cause: Error): void {
    this.#later((page) => {
      const dead = this.#engine;
      if (dead?.failure !== cause) return;
      const isHopeless = !dead.killer && ++this.#restarts > maxRestarts;
      const { options } = this.#opening;
      const goesOn = isRepeatable(options) || isResumable({ ...options, lastEventId: this.#cursor, from: this.#from });
      if (isHopeless || !goesOn) return this.#endOf(cause);
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
      do running = await (this.#ahead ? this.#ahead.engine() : engine());
      while (running?.failure); // it has died since then
    } catch (cause) {
      return this.#end(`The engine could not be loaded: ${(cause as Error).message ?? cause}`, cause);
    }
    if (!this.#page || !running) return;
    const handle = ++feeds;
    this.#engine = running;
    this.#handle = handle;
    this.#framer = new EngineFramer(this.#enter, handle);
    running.clients.set(handle, this);
    const { options } = this.#opening;
    const lastEventId = this.#ahead?.response ? options.lastEventId : this.#cursor; // what is read ahead the engine has yet to frame
    const text = jsonOf({ ...options, lastEventId, from: this.#from });
    const sent = this.#requests.get(1);
    this.#enter((e) => e.exports.open(handle, sent ? 1 : 0, put(e, text)));
    if (!sent) return;
    this.#address?.then(
      (address) => this.#addressed(1, address),
      () => {}, // which is heard of by the request
    );
    this.#settle(1, sent);
  }

  readonly #make: Make = (...what) =>
    this.#enter((e) => e.methods.socket(...what)) ?? Promise.reject(new Error('the engine is gone'));

  /** Opens the WebSocket of an attempt. */
  #open(attempt: number, where: () => DialData | Promise<DialData>, make: Make): Asked {
    const greet = async ({ lastEventId, count, from }: DialData) => {
      this.#state = { attempt, lastEventId, count, from, resuming: false };
      this.#asking = attempt;
      try {
        return (await this.#page?.say(Occasion.Greeting, this.#state)) ?? [];
      } finally {
        if (this.#asking === attempt) this.#asking = 0;
      }
    };
    const asked = askSocket(this.#opening, where, greet, make, this.#noting());
    this.#attempt = attempt;
    this.#requests.keep(attempt, asked, false);
    return asked;
  }

  #request(attempt: number, where: () => DialData | Promise<DialData>, send: Send, isBeside = false): Asked {
    const own = this.#fetch;
    const headers = (dial: DialData) => this.#headers(attempt, dial);
    const asked = ask(this.#opening, where, headers, own ?? send, !!own, this.#noting());
    this.#requests.keep(attempt, asked, isBeside);
    return asked;
  }

  /** What takes note of the next request, if this feed is recorded. */
  #noting(): Note | undefined {
    if (!this.#opening.records) return undefined;
    return exchange(++this.#exchanges, (what) => this.#page?.saw?.(what));
  }

  /** The first request, which may be sent ahead of the engine. */
  #firstDial(): DialData | Promise<DialData> {
    const { url, lastEventId } = this.#opening.options;
    if (url) return plainDial(url);
    const state = { attempt: 1, lastEventId, count: 0, from: '', resuming: false };
    this.#address = this.#page!.address(state);
    return this.#address.then((address) => plainDial(address.url));
  }

  /** Tells the engine where a request goes, which sends it from there. */
  #addressed(attempt: number, address: Address): Promise<never> {
    this.#enter((e) => e.exports.addressed(this.#handle, attempt, put(e, jsonOf(address))));
    return new Promise(() => {});
  }

  #settle(attempt: number, asked: Asked): void {
    settle(asked, attempt, this.#opening.options, this.#handle, this.#enter);
  }

  #read(attempt: number, response: Answer, asked?: Asked): void {
    const handle = this.#handle;
    const body = this.#framer!.of(attempt);
    if (response !== this.#ahead?.response) {
      this.#pump = this.#reading(response, body, asked?.note);
      queueMicrotask(() => this.#handedOver()); // what was read ahead, if anything, has been given up
    } else this.#pump!.handOver(body, () => this.#handedOver());
    void this.#pump!.end.then(async (end) => {
      if (!end) return;
      const { cut, cause, isOurs } = end;
      if (!cut && 'closed' in response) {
        const { code, reason, cut: why } = await (response as Socket).closed;
        return this.#enter((e) =>
          why ? e.exports.ended(handle, attempt, put(e, why)) : e.exports.shut(handle, attempt, code, put(e, reason)),
        );
      }
      if (cut && asked) asked.cause = cause;
      const isBroken = cut && (isOurs || (this.#fetch && !isOfNetwork(cause)));
      this.#enter((e) => e.exports[isBroken ? 'broken' : 'ended'](handle, attempt, put(e, cut)));
    });
  }

  /** Reads the response if it is there before the engine. */
  #readAhead(response: Promise<Response>): void {
    this.#ahead = new Ahead(this.#opening.options, response, (answer, framer) => {
      if (!this.#page || this.#engine) return false;
      this.#tellOpen(answer);
      const asked = this.#requests.get(1)!;
      asked.pump = this.#pump = this.#reading(answer, framer, asked.note);
      return true;
    });
  }

  /**
   * Gives up the request that is ahead of the engine. If the engine is to hear of it, because its response is there, that
   * will go on in its own way; else it dials when it is there.
   */
  #drop(why: string): void {
    if (this.#engine) return;
    const asked = this.#requests.get(1);
    if (!this.#ahead?.response) return this.#requests.clear(why);
    asked?.note?.({ kind: 'abort', why });
    asked?.aborter.abort();
  }

  #handedOver(): void {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    ahead?.handedOver();
  }

  #reading(response: Answer, framer: EngineBody | Interim, note?: Note): Pump {
    const { format, maxRecordBytes = 1 << 24 } = this.#opening.options;
    const type = response.headers?.get?.('Content-Type') ?? '';
    const envelopes = hasEnvelopes(format, type) ? new Envelopes(maxRecordBytes) : undefined;
    const deliver = (batch: Batch) => {
      if (!this.#page || this.#pump !== pump) return undefined;
      if (batch.length > 0) {
        this.#restarts = 0;
        this.#ahead?.came();
      }
      this.#foretell?.(this.#page);
      this.#foretell = undefined;
      this.#cursor = lastID(batch);
      return this.#page.received(batch);
    };
    const { type: made } = response as Response;
    const saw: Note | undefined = note && ((what, at) => note(lasting(what, made === 'default'), at));
    const pump: Pump = new Pump(response.body, framer, this.#gate, deliver, envelopes, saw);
    return pump;
  }

  #tellOpen({ url, status, headers }: Answer): void {
    const head = { url, status, headers: pairs(headers) };
    if (!this.#goesOn) this.#first = head.headers;
    this.#later((page) => page.opened(head));
  }

  async #headers(attempt: number, { method, lastEventId, count, from }: DialData): Promise<Pairs> {
    const { asksHeaders, headers } = this.#opening.request;
    if (!asksHeaders || !this.#page) return headers;
    const state = { attempt, lastEventId, count, from, resuming: method !== '', headers: this.#first };
    this.#asking = attempt;
    try {
      return await this.#page.headers(state);
    } finally {
      if (this.#asking === attempt) this.#asking = 0;
    }
  }

  /** A failure with what came of the request that it is about. */
  #withAnswer(failure: Failure, of: number): Failure {
    const { answer, cause } = this.#requests.get(of) ?? {};
    return { ...failure, headers: answer && pairs(answer.headers), cause } as Failure;
  }

  /** Lets go of an engine that is dead, and of its memory. */
  #abandon(): void {
    this.#requests.clear('engine');
    this.#engine = this.#framer = this.#pump = this.#ahead = undefined;
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
    this.#page = undefined;
    this.#outbox.close(new Error('the feed is closed'));
    this.#ahead?.close();
    if (!this.#engine || this.#ahead?.response) this.#requests.clear('close');
    this.#engine?.clients.delete(this.#handle);
    this.#gate.open();
  }

  /**
   * Calls into the engine. Should it die of the call, then what this feed sent is what
   * killed it and would do so again: this feed ends, and the others go on.
   */
  readonly #enter: Enter = (call) => {
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
  };

  /** Calls into the engine, as soon as it has framed what was read ahead of it. */
  #tell(call: (engine: Engine) => void): void {
    const ahead = this.#ahead;
    if (ahead?.response) ahead.ask(() => this.#enter(call));
    else this.#enter(call);
  }

  #later(what: (page: PageEnd) => unknown): void {
    queueMicrotask(() => {
      if (this.#page) what(this.#page);
    });
  }
}
