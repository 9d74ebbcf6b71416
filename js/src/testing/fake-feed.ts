import { mustBe, mustBeFunction, mustBeGiven, mustBePointer, mustKnow, refuse } from '../must.js';
import { headersOf, mustBeBody, mustBeClose, mustBeInit, mustBeStatus, mustBeTime } from './arguments.js';
import { Changes } from './changes.js';
import { Chaos, type ChaosOptions } from './chaos.js';
import { timers, VirtualClock, type Clock } from './clock.js';
import { HTTPLine } from './http-line.js';
import { intercept, type Matcher } from './intercept.js';
import { Play, type Line, type Stage } from './play.js';
import { memberOf } from '../pointer.js';
import { noted, notedSocket, type FakeRequest, type FakeResume, type Noted } from './request.js';
import { Script, type Step } from './script.js';
import { socketClass, SocketLine } from './socket-line.js';
import { isURL } from '../page/url.js';
import { contentOf } from './wire/parts.js';
import type { Encode } from './wire/wire.js';
import { nextTurn } from './turn.js';
import { checkFormat, encoderOf, wireOf, type FakeFormat } from './wire/wires.js';

/** How a fake feed speaks. `format`, `id` and `resume` are what the feed that reads it is given. */
export interface FakeFeedInit {
  /** Default `sse`. `message`, and any other, is for a WebSocket too. */
  format?: FakeFormat;
  /** The Content-Type of its answers. Default: that of the format. */
  contentType?: string;
  /** JSON pointer to the cursor of a record; an event of a stream has its own. It is for {@link FakeFeed.chaos}. */
  id?: string;
  /** Where a page's cursor is to be found in its request. Default: the header Last-Event-ID. */
  resume?: FakeResume;
  /** Makes a record of what is no text and no bytes, such as cbor-x's `encode`. Default `JSON.stringify`. */
  encode?: Encode;
  /** What its waits go by: a clock, which several feeds may share, or `timers` for `setTimeout`. Default: a clock of its own. */
  clock?: VirtualClock | 'timers';
  /** The clock of its own goes on by itself. Default false. */
  autoAdvance?: boolean;
}

const options = ['format', 'contentType', 'id', 'resume', 'encode', 'clock', 'autoAdvance'] as const;

/**
 * A server that plays a script, without a network. Its methods say what it does for the first request; after `cut`, `end`,
 * `status` and `silence`, what it does for the next. Steps may be added when the page is connected already. A request that
 * has no script waits for one.
 *
 * @example
 * const fake = fakeFeed({ format: 'ndjson' }).send({ id: 1 }).cut().send({ id: 2 }).end();
 * const feed = new FeedSource('https://feeds.example/', { format: 'ndjson', fetch: fake.fetch });
 * for await (const { json } of feed) show(json);
 */
export class FakeFeed {
  /** Use it as the option `fetch`, as `globalThis.fetch`, or with a `Request` in a handler of MSW. */
  readonly fetch: typeof globalThis.fetch;
  /** Use it as `globalThis.WebSocket`. */
  readonly socket: typeof WebSocket;
  readonly #clock: Clock;
  readonly #format: FakeFormat;
  readonly #encode: Encode | undefined;
  readonly #contentType: string | undefined;
  readonly #id: string | undefined;
  readonly #resume: FakeResume;
  readonly #requests: Noted[] = [];
  readonly #plays: Play[] = [];
  readonly #script = new Script();
  readonly #changes = new Changes();
  #opened = 0;
  #closed = 0;
  #chaos: Chaos | undefined;

  /** @throws {TypeError} there is no such option, or it has a value that it cannot have. */
  constructor(init: FakeFeedInit = {}) {
    mustBeInit('init', init, "{ format: 'ndjson' }");
    mustKnow('', init, options);
    const { format = 'sse', contentType, id, resume = {}, encode, clock, autoAdvance } = init;
    checkFormat(format);
    mustBe('contentType', contentType, typeof contentType === 'string', 'a string');
    mustBePointer('id', id);
    mustBeInit('resume', resume, "{ query: 'since' }");
    mustBeFunction('encode', encode);
    mustBe('clock', clock, clock instanceof VirtualClock || clock === 'timers', "a VirtualClock, or 'timers'");
    if (clock && autoAdvance !== undefined)
      throw new TypeError(
        'autoAdvance is for a clock of its own; new VirtualClock({ autoAdvance }) makes one to share.',
      );
    this.#format = format;
    this.#contentType = contentType;
    this.#id = id;
    this.#resume = resume;
    this.#encode = encode;
    this.#clock =
      clock === 'timers' ? timers : (clock ?? new VirtualClock(autoAdvance === undefined ? {} : { autoAdvance }));
    this.fetch = (input, init) => this.#answer(input, init);
    this.socket = socketClass((url, protocols, socket) => {
      const request = notedSocket(url, protocols, this.#resume);
      const line = new SocketLine(request, socket, this.#format, this.#encode ?? encoderOf(this.#format));
      void nextTurn().then(() => this.#play(line)); // when the page listens
    });
  }

  /**
   * Its clock, which stands until `advance` is called.
   * @throws {TypeError} it goes by the timers that there are.
   */
  get clock(): VirtualClock {
    if (this.#clock instanceof VirtualClock) return this.#clock;
    throw new TypeError(
      "This feed has no clock: with clock: 'timers' it goes by setTimeout, which your test runner advances.",
    );
  }

  /** What was asked, in turn. */
  get requests(): readonly FakeRequest[] {
    return this.#requests;
  }

  /** How many connections have been answered. */
  get opened(): number {
    return this.#opened;
  }

  /** How many connections are over, whoever ended them. */
  get closed(): number {
    return this.#closed;
  }

  /** The script has been played as far as it goes. */
  get isPlayed(): boolean {
    return !this.#script.isLeft && this.#plays.every((play) => play.isIdle);
  }

  /**
   * Resolves when the condition is met, which is looked at whenever something happens to this feed.
   *
   * @throws {TypeError} it is no function, or gives a promise.
   */
  until(condition: (feed: FakeFeed) => boolean): Promise<void> {
    mustBeGiven('condition', condition, typeof condition === 'function', 'a function of the fake feed');
    return this.#changes.until(() => {
      const met: unknown = condition(this);
      if (met instanceof Promise) refuse('condition gave', met, 'true or false, and no promise, at once');
      return !!met;
    });
  }

  /**
   * Answers the head, with status 200 unless another is given. Other steps do so by themselves.
   *
   * @throws {TypeError} the answer has begun, or no `Response` can have them.
   */
  open(headers: HeadersInit = {}, status = 200): this {
    mustBeStatus(status);
    if (this.#script.hasBegun) throw new TypeError('open() comes first in an answer, and this one has begun.');
    return this.#add({ do: 'open', status, headers: headersOf(headers) });
  }

  /**
   * Sends records, framed as the format is, in one chunk. A record is a text, bytes, or a value that is encoded; where a
   * format has more in a record, `{ data }` and, for `sse`, `event`, `id`, `retry`; for `envelope`, `flags`; for `docker`,
   * `stream`; for `aws-eventstream`, `event` and `headers`; for `multipart`, `headers`; for headers of a fixed size, `header`.
   *
   * @throws {TypeError} one of them is no record of the format.
   */
  send(...records: unknown[]): this {
    this.#check(records);
    return this.#add({ do: 'send', records });
  }

  /**
   * Sends bytes, or a text as UTF-8, as they are, in one chunk: half a record, or what is none. By a WebSocket that is a message of
   * bytes.
   *
   * @throws {TypeError} they are neither.
   */
  raw(bytes: Uint8Array | string): this {
    mustBeGiven('bytes', bytes, typeof bytes === 'string' || bytes instanceof Uint8Array, 'a Uint8Array, or a string');
    return this.#add({ do: 'raw', bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes.slice() });
  }

  /**
   * Sends a sign of life that is no record, in formats that have one.
   *
   * @throws {TypeError} the format has none.
   */
  keepalive(): this {
    const { keepalive } = this.#format === 'message' ? {} : wireOf(this.#format, this.#encode, this.#contentType);
    if (!keepalive) throw new TypeError(`The format ${nameOf(this.#format)} has no keep-alive.`);
    return this.#add({ do: 'keepalive' });
  }

  /**
   * Waits this many milliseconds of its clock. Ahead of the first step that sends something, the head waits too.
   *
   * @throws {TypeError} that is no such number.
   */
  wait(ms: number): this {
    mustBeTime(ms);
    return this.#add({ do: 'wait', ms });
  }

  /** Waits for a message of the page's by a WebSocket; each is waited for once. */
  receive(): this {
    return this.#add({ do: 'receive' });
  }

  /**
   * A whole answer with a status of its own, from 200 to 599; a handshake is refused. What follows is for the next request.
   *
   * @throws {TypeError} the answer has begun, or no `Response` can have that status.
   */
  status(status: number, headers: HeadersInit = {}, body: BodyInit | null = ''): this {
    mustBeStatus(status);
    mustBeBody(body);
    if (this.#script.hasBegun)
      throw new TypeError(`status(${status}) is a whole answer, and this one has begun; end() or cut() it first.`);
    return this.#add({ do: 'status', status, headers: headersOf(headers), body });
  }

  /** Cuts the connection; as the first step of an answer, there is no response at all. What follows is for the next request. */
  cut(): this {
    return this.#add({ do: 'cut' });
  }

  /**
   * Ends the body, by what ends one in the format; a WebSocket by a close code, which is 1000 unless it is given, and a reason. What
   * follows is for the next request.
   *
   * @throws {TypeError} there is no such code, or the reason is no string.
   */
  end(code = 1000, reason = ''): this {
    mustBeClose(code, reason);
    return this.#add({ do: 'end', code, reason });
  }

  /** Stays connected and sends nothing more. What follows is for the next request. */
  silence(): this {
    return this.#add({ do: 'silence' });
  }

  /**
   * Has things go wrong at places that the seed decides: the same ones for the same script and seed. An answer that is cut
   * goes on by the next request, after the page's cursor, or where it has none after the last whole record.
   *
   * @throws {TypeError} the seed is no whole number, or an option cannot be.
   */
  chaos(seed: number, options?: ChaosOptions): this {
    this.#chaos = new Chaos(seed, options);
    return this;
  }

  /**
   * Has this realm's `fetch` and `WebSocket` ask this feed where the address is the one that is given, until the function that
   * it returns is called. A text is an address whose query does not matter. Requests of workers are not seen.
   *
   * @throws {TypeError} it is no address, and nothing that tells which.
   */
  intercept(address: Matcher): () => void {
    const fits = typeof address === 'function' || address instanceof RegExp || isURL(address);
    mustBeGiven('address', address, fits, 'a string, a URL, a RegExp, or a function of a URL');
    return intercept(address, this.fetch, this.socket);
  }

  #add(step: Step): this {
    this.#script.add(step);
    this.#changes.changed();
    return this;
  }

  async #answer(input: unknown, init: RequestInit | undefined): Promise<Response> {
    const wire = wireOf(this.#format, this.#encode, this.#contentType);
    const line = new HTTPLine(await noted(input, init, this.#resume), wire);
    this.#play(line);
    return line.response;
  }

  #play(line: Line): void {
    this.#requests.push(line.request);
    if (line.over.aborted) this.#closed++;
    else this.#run(line);
    this.#changes.changed();
  }

  #run(line: Line): void {
    const open = line.open.bind(line);
    line.open = (...head) => {
      if (line.request.state === 'waiting') this.#opened++;
      open(...head);
    };
    line.over.addEventListener('abort', () => this.#closed++);
    const idOf = (record: unknown) => this.#idOf(record);
    const stage: Stage = { script: this.#script, changes: this.#changes, clock: this.#clock, chaos: this.#chaos, idOf };
    const play = new Play(line, stage, this.#script.take());
    this.#plays.push(play);
    void play.run();
  }

  #idOf(record: unknown): string | undefined {
    if (this.#format === 'sse') return (record as { id?: string }).id;
    return this.#id === undefined || record instanceof Uint8Array ? undefined : memberOf(record, this.#id);
  }

  #check(records: readonly unknown[]): void {
    if (this.#format === 'message') {
      for (const record of records) contentOf(record, this.#encode ?? encoderOf(this.#format));
      return;
    }
    const wire = wireOf(this.#format, this.#encode, this.#contentType);
    for (const record of records) wire.record(record);
  }
}

const nameOf = (format: FakeFormat): string => (typeof format === 'string' ? format : 'of a header with a length');

/** A feed without a server, for tests; see {@link FakeFeed}. */
export const fakeFeed = (init?: FakeFeedInit): FakeFeed => new FakeFeed(init);
