import { words } from './words.js';
import {
  lastID,
  lasting,
  type Address,
  type Batch,
  type Failure,
  type HostEnd,
  type HostKind,
  type Message,
  type Notice,
  type PageEnd,
  type PageLifecycle,
  type Pairs,
  type Position,
  type RequestState,
  type ResponseData,
  type ToHost,
  type ToPage,
  type Traffic,
} from './contract.js';

/*
 * A link whose ends are in two threads, joined by a MessagePort. A message is the name of a method of the other end with
 * its arguments. What the host tells comes to the page in order, a batch in one message, and what comes behind a batch
 * waits until the page has taken it. What the page takes is credited to the host, which stops reading when too much is
 * on its way: so a slow page holds back the server as it does over a direct link.
 */

/** How many bytes of bodies may be on their way to the page, or wait there. */
const creditBytes = 1 << 18;

/** What a batch counts for: its bytes, and one for itself, since the last of a body has none. */
const weight = (batch: Batch): number => batch.bytes + 1;

/** What comes to the page in its turn. */
type Told = Exclude<ToPage, { sent: number } | { tell: 'saw' }>;

/** What joins two ends: a MessagePort, or anything that is used like one. */
export interface LinkPort {
  onmessage: ((event: MessageEvent) => unknown) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
  close(): void;
}

/** The host's end, as the page sees it through a port. */
export class PortHostEnd implements HostEnd {
  readonly kind: HostKind;
  /** The last event ID of the records that have come; undefined if none have. */
  cursor: string | undefined;
  /** What was remembered of the first answer (`resume.from`), if anything has been. */
  from: string | undefined;
  /** How far they have come, if the feed is shared. */
  position: Position | undefined;
  /** Some have come by the present port. */
  heard = false;
  /** Nothing passes any more. */
  closed = false;
  #port!: LinkPort;
  readonly #page: PageEnd;
  readonly #waiting: { readonly message: Told; readonly port: LinkPort }[] = [];
  #delivering = false;
  #paused = false;
  #away: 'hide' | 'sleep' | undefined;
  readonly #sending = new Map<number, { resolve(): void; reject(cause: Error): void }>();
  #sent = 0;

  constructor(kind: HostKind, port: LinkPort, page: PageEnd) {
    this.kind = kind;
    this.#page = page;
    this.#listen(port);
  }

  /** Tells the page, behind what waits for it, that the host is gone. */
  cut(what: Failure): void {
    this.#port.onmessage = null;
    this.#lost();
    this.#hear({ tell: 'failed', what }, this.#port);
  }

  /** Goes on by the port of another host. */
  moveTo(port: LinkPort): void {
    this.#listen(port);
    if (this.#paused) this.#send({ call: 'pause' });
    if (this.#away) this.#send({ call: 'lifecycle', change: this.#away });
  }

  #listen(port: LinkPort): void {
    this.#port = port;
    this.heard = false;
    port.onmessage = ({ data }: MessageEvent<ToPage>) => this.#hear(data, port);
  }

  connect(): void {
    this.#send({ call: 'connect' });
  }

  close(): void {
    this.#send({ call: 'close' });
    this.#end();
  }

  pause(): void {
    this.#paused = true;
    this.#send({ call: 'pause' });
  }

  resume(): void {
    this.#paused = false;
    this.#send({ call: 'resume' });
    void this.#deliver();
  }

  interrupt(): void {
    this.#send({ call: 'interrupt' });
  }

  record(): void {
    this.#send({ call: 'record' });
  }

  lifecycle(change: PageLifecycle): void {
    if (change !== 'online') this.#away = change === 'wake' ? undefined : change;
    this.#send({ call: 'lifecycle', change });
  }

  send(message: Message): Promise<void> {
    if (this.closed) return Promise.reject(new Error('the feed is closed'));
    const id = ++this.#sent;
    this.#send({ send: message, id });
    return new Promise((resolve, reject) => this.#sending.set(id, { resolve, reject }));
  }

  /** What is on its way cannot be told from what has arrived. */
  #lost(): void {
    for (const { reject } of this.#sending.values())
      reject(new Error('the feed is closed, or the tab or worker that had its connection is gone'));
    this.#sending.clear();
  }

  #send(message: ToHost, port = this.#port): void {
    if (!this.closed) port.postMessage(cloneable(message), []);
  }

  #end(): void {
    this.closed = true;
    this.#lost();
    this.#waiting.length = 0;
    this.#port.close();
  }

  #hear(message: ToPage, port: LinkPort): void {
    if (this.closed) return;
    if ('sent' in message) return this.#settle(message);
    // A question about a failure comes behind the records ahead of it; others do not wait for a loop or a pause.
    if ('ask' in message && message.ask !== 'delay') return void this.#answer(message, port);
    if ('tell' in message && message.tell === 'saw') return this.#page.saw?.(message.what);
    if ('tell' in message && message.tell === 'keep') return this.#page.keep(message.what); // of what another page has taken
    if ('tell' in message && message.tell === 'remember') this.from = message.what;
    if ('tell' in message && message.tell === 'received') {
      this.heard = true;
      this.cursor = lastID(message.what);
      this.position = message.what.position;
    }
    this.#waiting.push({ message, port });
    void this.#deliver();
  }

  #settle({ sent, cause }: Extract<ToPage, { sent: number }>): void {
    const sending = this.#sending.get(sent);
    this.#sending.delete(sent);
    if (cause === undefined) sending?.resolve();
    else sending?.reject(new Error(cause));
  }

  async #answer(question: Extract<ToPage, { ask: string }>, port: LinkPort): Promise<void> {
    const { id } = question;
    try {
      const value = await (question.ask === 'say'
        ? this.#page.say(question.what.to, question.what.state)
        : this.#page[question.ask](question.what as never));
      this.#send({ answer: id, value }, port);
    } catch (cause) {
      this.#send({ refusal: id, cause }, port);
    }
  }

  /** Hands on what waits, in order; to a page that has paused, what is ahead of the next records. */
  async #deliver(): Promise<void> {
    if (this.#delivering) return;
    this.#delivering = true;
    for (let next; !this.closed && (next = this.#waiting[0]); ) {
      const { message, port } = next;
      const isBatch = 'tell' in message && message.tell === 'received';
      if (isBatch && this.#paused) break;
      this.#waiting.shift();
      if ('ask' in message) {
        void this.#answer(message, port);
      } else if (isBatch) {
        const taken = this.#page.received(message.what);
        if (taken) await taken;
        this.#send({ taken: weight(message.what) }, port);
      } else {
        this.#page[message.tell](message.what as never);
        if (message.tell === 'failed' && message.what.final) this.#end();
      }
    }
    this.#delivering = false;
  }
}

/** The page's end, as the host sees it through a port. */
export class PortPageEnd implements PageEnd {
  readonly #port: LinkPort;
  readonly #credit: number;
  readonly #questions = new Map<number, { resolve(value: never): void; reject(cause: unknown): void }>();
  #asked = 0;
  #onItsWay = 0; // bytes of bodies that the page has not taken yet
  #credited = (): void => {};

  /**
   * @param open Opens the feed, when this end is there; gives the host's end of it.
   * @param credit How many bytes the page may have before it has taken any; with 0 it gets one batch at a time.
   */
  constructor(port: LinkPort, open: (page: PageEnd) => HostEnd, credit = creditBytes) {
    this.#port = port;
    this.#credit = credit;
    const host = open(this);
    port.onmessage = ({ data }: MessageEvent<ToHost>) => this.#hear(data, host);
  }

  opened(what: ResponseData): void {
    this.#send({ tell: 'opened', what });
  }

  received(batch: Batch): Promise<unknown> | undefined {
    const what = lasting(batch);
    const { rows, content } = what;
    this.#send({ tell: 'received', what }, typeof content === 'string' ? [rows.buffer] : [rows.buffer, content.buffer]);
    this.#onItsWay += weight(batch);
    if (this.#onItsWay <= this.#credit) return undefined;
    return new Promise<void>((resolve) => (this.#credited = resolve));
  }

  failed(what: Failure): void {
    this.#send({ tell: 'failed', what });
    if (what.final) this.#port.close();
  }

  notice(what: Notice): void {
    this.#send({ tell: 'notice', what });
  }

  quiet(what: number): void {
    this.#send({ tell: 'quiet', what });
  }

  keep(what: string): void {
    this.#send({ tell: 'keep', what });
  }

  remember(what: string): void {
    this.#send({ tell: 'remember', what });
  }

  saw(what: Traffic): void {
    this.#send({ tell: 'saw', what }); // bytes are copied: the engine is yet to read them
  }

  headers(what: RequestState): Promise<Pairs> {
    return this.#ask((id) => ({ ask: 'headers', what, id }));
  }

  address(what: RequestState): Promise<Address> {
    return this.#ask((id) => ({ ask: 'address', what, id }));
  }

  delay(what: Failure): Promise<number | false | null> {
    return this.#ask((id) => ({ ask: 'delay', what, id }));
  }

  missing(what: string): Promise<string> {
    return this.#ask((id) => ({ ask: 'missing', what, id }));
  }

  say(to: number, state: RequestState): Promise<readonly Message[]> {
    return this.#ask((id) => ({ ask: 'say', what: { to, state }, id }));
  }

  #ask<A>(question: (id: number) => ToPage): Promise<A> {
    const id = ++this.#asked;
    this.#send(question(id));
    return new Promise<A>((resolve, reject) => this.#questions.set(id, { resolve, reject }));
  }

  #send(message: ToPage, transfer: Transferable[] = []): void {
    this.#port.postMessage(cloneable(message), transfer);
  }

  #hear(message: ToHost, host: HostEnd): void {
    if ('send' in message) {
      const { id } = message;
      host.send(message.send).then(
        () => this.#send({ sent: id }),
        (cause: Error) => this.#send({ sent: id, cause: cause.message }),
      );
    } else if ('taken' in message) {
      this.#onItsWay -= message.taken;
      if (this.#onItsWay <= this.#credit) this.#credited();
    } else if ('answer' in message) {
      this.#settle(message.answer)?.resolve(message.value as never);
    } else if ('refusal' in message) {
      this.#settle(message.refusal)?.reject(message.cause);
    } else if (message.call === 'lifecycle') {
      host.lifecycle(message.change);
    } else {
      host[message.call]();
      if (message.call === 'close') this.#port.close();
    }
  }

  #settle(id: number) {
    const question = this.#questions.get(id);
    this.#questions.delete(id);
    return question;
  }
}

/** A message whose cause, if it has one that cannot be cloned, is said in words. */
function cloneable<M extends object>(message: M): M {
  const failure = (message as { what?: { cause?: unknown } }).what;
  if (failure && typeof failure === 'object' && failure.cause !== undefined) {
    return { ...message, what: { ...failure, cause: inWords(failure.cause) } };
  }
  return 'cause' in message ? { ...message, cause: inWords(message.cause) } : message;
}

/** Errors are cloned with their names and stacks as far as they are the language's own; of others only the words go. */
function inWords(cause: unknown): unknown {
  if (typeof cause !== 'object' && typeof cause !== 'function' && typeof cause !== 'symbol') return cause;
  if (cause instanceof Error) return Object.assign(new Error(cause.message), { name: cause.name, stack: cause.stack });
  return words(cause);
}
