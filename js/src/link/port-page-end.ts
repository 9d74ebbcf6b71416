import {
  lasting,
  type Address,
  type Batch,
  type Failure,
  type HostEnd,
  type Message,
  type Notice,
  type PageEnd,
  type Pairs,
  type RequestState,
  type ResponseData,
  type ToHost,
  type ToPage,
  type Traffic,
} from './contract.js';
import { cloneable, weight, type LinkPort } from './port.js';

/** How many bytes of bodies may be on their way to the page, or wait there. */
const creditBytes = 1 << 18;

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

  shared(what: number): void {
    this.#send({ tell: 'shared', what });
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
    } else if ('standsFor' in message) {
      host.standFor?.(message.standsFor);
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
