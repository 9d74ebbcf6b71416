import { needs } from '../must.js';
import type { Recording } from '../recorder/recording.js';
import type { Host } from '../link/host.js';
import type {
  Address,
  Batch,
  Failure,
  HostEnd,
  Message,
  PageLifecycle,
  Notice,
  PageEnd,
  Pairs,
  RequestState,
  ResponseData,
  Traffic,
} from '../link/contract.js';
import { Cursor, isOfOneAnswer } from './cursor.js';
import { Delivery } from './delivery.js';
import { Dispatcher } from './dispatcher.js';
import type { Personality } from './personality.js';
import { engineOptions, ownCursor } from './engine-options.js';
import { FeedError } from './errors.js';
import type { FeedEvent } from './events.js';
import { FlightRecorder } from './flight-recorder.js';
import { PageFunctions } from './functions.js';
import { Holding } from './holding.js';
import { hostOf, readsAhead, release, shareData } from './hosts.js';
import type { Looped } from './loops.js';
import { isBeingLeft, moveIn, moveOut, type Inhabitant } from './lifecycle.js';
import { noticeEvent } from './notices.js';
import type { AskURL, Sendable } from './options.js';
import { placeOf } from './place.js';
import type { Queue, Thrown } from './queue.js';
import { registry, type OpenFeed, type Witness } from './registry.js';
import { dispatch } from '../report.js';
import { markOf, requestData } from './request.js';
import type { FullInit } from './short-forms.js';
import { Stats, type FeedStats } from './stats.js';
import { Unread } from './unread.js';
import { isWebSocket, messageOf, socketData } from './websocket.js';

/** Where a feed is in its life; `ended` by itself, `closed` by the page. */
type State = 'connecting' | 'open' | 'ended' | 'closed';

const readyStates = { connecting: 0, open: 1, ended: 2, closed: 2 } as const;

/** How much text is held for its bookmark at most, in UTF-16 units, where records may have any size. */
const maxHeld = 1 << 24;

const unread =
  'there has been no listener for records, and no loop, for 30 s; nothing is read until there is one, which holds the server back';

/** One feed behind a FeedSource or an EventSource: the page's end of its link to the host. */
export class Feed implements PageEnd, Inhabitant, OpenFeed, Looped {
  /** Undefined as long as a function of the page's has not given it. */
  url: URL | undefined;
  readonly cursor: Cursor;
  readonly target: EventTarget;
  readonly #init: FullInit;
  readonly #personality: Personality;
  readonly #functions: PageFunctions;
  readonly #stats: Stats;
  readonly #delivery: Delivery;
  readonly #holding: Holding | undefined; // of records whose bookmark is to come
  #state: State = 'connecting';
  readonly #host: Host;
  #link: HostEnd | undefined; // none until a store has given its cursor
  #paused = false;
  readonly #unsent: ((link: HostEnd) => void)[] = []; // who waits for the link, to send something
  readonly #unread = new Unread(() => this.#warn('unread', unread));
  #failure: Thrown | undefined; // what ended the feed, unless that was completion or the page
  #untold: Failure[] = []; // of a page that is being left
  #recorder: FlightRecorder | undefined;

  /**
   * @param where The URL, or a function that gives it.
   * @param init Checked, and with its preset.
   */
  constructor(target: EventTarget, where: URL | AskURL, init: FullInit, personality: Personality) {
    const url = typeof where === 'function' ? undefined : where;
    this.url = url;
    this.target = target;
    this.#init = init;
    this.#personality = personality;
    this.#host = hostOf(init);
    this.#recorder = init.record ? new FlightRecorder(init.record) : undefined;
    this.#functions = new PageFunctions(where, init);
    this.#stats = new Stats(!!init.lag);
    const request = requestData(init); // throws what is wrong with it
    const share = shareData(init, request.body);
    const warn = (message: string) => this.#warn('persist', message);
    needs(!url && share && !share.name, 'share', 'a name where the url is a function');
    const mark = (key: string | undefined) => markOf(request, key);
    this.cursor = new Cursor(init.lastEventId ?? '', init.resume, this.#place, mark, warn, !!share);
    const over = () => this.readyState === 2;
    this.#delivery = new Delivery(new Dispatcher(target, personality, this.#stats, this.cursor, init, over));
    this.#holding = init.hold
      ? new Holding(init.maxRecordBytes ?? maxHeld, (batch) => this.#delivery.received(batch))
      : undefined;
    if (init.signal?.aborted) {
      this.#state = 'closed';
      this.#failure = { error: init.signal.reason };
      return;
    }
    init.signal?.addEventListener('abort', this.#aborted);
    moveIn(this);
    registry.feeds.add(this);
    for (const watch of registry.watchers) watch(this);
    const open = () => {
      if (this.readyState === 2) return;
      this.cursor.id ||= this.cursor.from ? '' : ownCursor(url, init.resume);
      const options = engineOptions(url, init, personality.strict, this.cursor);
      const socket = options.webSocket ? socketData(init) : undefined;
      const records = !!this.#recorder;
      if (this.#recorder) this.#recorder.engine = options;
      const link = this.#host.open({ options, request, socket, share, interim: readsAhead, records }, this, init.fetch);
      for (const send of this.#unsent.splice(0)) send(link);
      if (this.#paused) link.pause();
      this.#link = link;
    };
    const restored = this.cursor.restore();
    if (restored) void restored.then(open);
    else open();
  }

  get readyState(): 0 | 1 | 2 {
    return readyStates[this.#state];
  }

  get stats(): FeedStats {
    return this.#stats.snapshot(this.#state === 'open', this.#link?.kind ?? this.#host.kind);
  }

  close(): void {
    if (this.readyState === 2) return;
    this.#recorder?.note({ kind: 'call', call: 'close' });
    this.cursor.save();
    this.#leave('closed');
    this.#link?.close();
    this.#delivery.drop(this.#failure);
  }

  readonly #aborted = (): void => {
    this.#failure = { error: this.#init.signal!.reason };
    this.#recorder?.note({ kind: 'call', call: 'signal' });
    this.close();
  };

  reconnect(): void {
    if (this.readyState === 2) return;
    this.#recorder?.note({ kind: 'call', call: 'reconnect' });
    this.#state = 'connecting';
    this.#watch();
    this.#link?.connect();
  }

  interrupt(): void {
    this.#recorder?.note({ kind: 'call', call: 'interrupt' });
    this.#link?.interrupt();
  }

  pause(): void {
    this.#recorder?.note({ kind: 'call', call: 'pause' });
    this.#paused = true;
    this.#link?.pause();
    this.#watch();
  }

  resume(): void {
    this.#recorder?.note({ kind: 'call', call: 'resume' });
    this.#paused = false;
    this.#link?.resume();
    this.#watch();
  }

  /** There is somebody who takes records, or nobody any more. */
  readersChanged(): void {
    this.#watch();
    this.#delivery.wake();
  }

  #watch(): void {
    this.#unread.watch(this.#state === 'open' && !this.#paused, this.#delivery.isRead);
  }

  /** @throws {FeedError} it is no WebSocket, is over, or too much waits. */
  async send(data: Sendable): Promise<void> {
    const message = messageOf(data);
    if (!isWebSocket(this.url, this.#init))
      throw new TypeError('send is for a WebSocket; a feed by HTTP goes one way.');
    try {
      this.#recorder?.note({ kind: 'call', call: 'send' });
      if (this.readyState === 2) throw new Error('the feed is closed');
      const link = this.#link ?? (await new Promise<HostEnd>((resolve) => this.#unsent.push(resolve)));
      await link.send(message);
    } catch (cause) {
      const message = `${this.#place}: the message was not sent, since ${(cause as Error).message}.`;
      throw new FeedError({ type: 'send', message, attempt: 0, final: false, cause });
    }
  }

  /** A loop begins. */
  join(): Queue {
    const queue = this.#delivery.join();
    if (this.readyState === 2) queue.end(this.#failure);
    this.readersChanged();
    return queue;
  }

  /** @param rest What the loop has of the batch that it took last. */
  left(queue: Queue, closes: boolean, rest?: FeedEvent[]): void {
    if (closes) this.close();
    this.#delivery.leave(queue, this.#state === 'closed' ? undefined : rest);
    this.readersChanged();
  }

  taken(event: FeedEvent): boolean {
    if (this.#state === 'closed') {
      if (this.#failure) throw this.#failure.error;
      return false;
    }
    this.cursor.advance(event);
    return true;
  }

  /* What the host tells. What is behind records that wait for a reader waits with them. */

  opened(response: ResponseData): void {
    this.#recorder?.note({ kind: 'open', response });
    this.#delivery.inTurn(() => this.#opened(response));
  }

  failed(failure: Failure): void {
    this.#recorder?.note({ kind: 'error', failure });
    if (failure.final) this.#holding?.release();
    else this.#holding?.drop();
    this.#delivery.inTurn(() => this.#failed(failure));
  }

  notice(notice: Notice): void {
    this.#recorder?.note({ kind: 'notice', notice });
    this.#delivery.inTurn(() => this.#notice(notice));
  }

  #opened(response: ResponseData): void {
    this.#untold = [];
    this.#state = 'open';
    this.#stats.connections++;
    this.#stats.stalled = false;
    this.#delivery.dispatcher.origin = new URL(response.url, this.url).origin;
    this.#watch();
    dispatch(this.target, this.#personality.opening(response));
  }

  received(batch: Batch): Promise<unknown> | undefined {
    this.#recorder?.took(batch);
    return (this.#holding ?? this.#delivery).received(batch);
  }

  /** That browsers cut the connections of a page that is being left is no failure: it is told if the page stays, or is back. */
  #failed(failure: Failure): void {
    if (!isBeingLeft()) return this.#fail(failure);
    if (failure.type === 'away') this.#untold = this.#untold.filter(({ final }) => final);
    this.#untold.push(failure);
  }

  stayed(): void {
    const untold = this.#untold;
    this.#untold = [];
    for (const failure of untold) this.#fail(failure);
  }

  #fail(failure: Failure): void {
    const error = new FeedError(this.#withCause(failure));
    this.#stats.stalled = !failure.final && (this.#stats.stalled || failure.type === 'stall');
    this.#stats.quietAt = 0;
    if (failure.final) {
      const { type, status } = failure;
      const isOver = type === 'complete' || status === 404; // of the answer, which has been read, or is kept no more
      if (status === 410 || (isOver && isOfOneAnswer(this.#init))) this.cursor.forget();
      this.cursor.save(); // while the page can hear of it if that fails
      this.#leave('ended');
      this.#failure = failure.type === 'complete' ? undefined : { error };
    } else {
      this.#state = 'connecting';
      this.#watch();
    }
    dispatch(this.target, this.#personality.failure(error));
    if (failure.final) this.#delivery.end(this.#failure);
  }

  #notice({ type, detail }: Notice): void {
    dispatch(this.target, noticeEvent(type, detail));
  }

  keep(cursor: string): void {
    this.cursor.keep(cursor);
  }

  remember(from: string): void {
    this.cursor.remember(from);
  }

  quiet(at: number): void {
    this.#stats.quietAt = at;
  }

  shared(count: number): void {
    this.#stats.sharers = count;
  }

  headers(state: RequestState): Promise<Pairs> {
    return this.#functions.headers(state);
  }

  async address(state: RequestState): Promise<Address> {
    const address = await this.#functions.address(state);
    if (address.url && !state.resuming) this.url = new URL(address.url);
    return address;
  }

  async delay(failure: Failure): Promise<number | false | null> {
    const answer = this.#functions.delay(this.#withCause(failure));
    this.#recorder?.note({ kind: 'delay', answer });
    return answer;
  }

  saw(what: Traffic): void {
    this.#recorder?.saw(what);
  }

  watch(bytes: number, witness: Witness): void {
    this.#recorder ??= new FlightRecorder({ bytes: 0 });
    this.#recorder.watch(bytes, witness);
    this.#link?.record();
  }

  /** @throws {TypeError} it is not recorded. */
  recording(): Recording {
    if (!this.#recorder) throw new TypeError('recording() is of a feed with the option record.');
    const { host } = this.stats;
    return this.#recorder.recording({ version: release(), url: this.url?.href ?? '', host }, this.#init);
  }

  missing(from: string): Promise<string> {
    return this.#functions.missing(from);
  }

  say(to: number, state: RequestState): Promise<readonly Message[]> {
    return this.#functions.say(to, state);
  }

  lifecycle(change: PageLifecycle): void {
    this.#recorder?.note({ kind: 'call', call: change });
    this.#link?.lifecycle(change);
  }

  leaving(): void {
    this.cursor.save();
  }

  #withCause(failure: Failure): Failure {
    return failure.type === 'request' && this.#functions.thrown !== undefined
      ? { ...failure, cause: this.#functions.thrown }
      : failure;
  }

  #warn(reason: string, message: string): void {
    const notice = { type: 'warning', detail: { reason, message: `${this.#place}: ${message}.` } };
    this.#recorder?.note({ kind: 'notice', notice });
    const tell = () => this.#notice(notice);
    // In the constructor nobody can listen yet.
    if (this.#link || this.readyState === 2) tell();
    else queueMicrotask(tell);
  }

  get #place(): string {
    return this.url ? placeOf(this.url) : 'the feed';
  }

  #leave(state: 'ended' | 'closed'): void {
    this.#state = state;
    this.#init.signal?.removeEventListener('abort', this.#aborted);
    this.#watch();
    moveOut(this);
    registry.feeds.delete(this);
  }
}
