import type { Line, Piece } from './play.js';
import type { Noted } from './request.js';
import { contentOf } from './wire/parts.js';
import type { Encode, Wire } from './wire/wire.js';
import { wireOf, type FakeFormat } from './wire/wires.js';

type Handler = ((event: Event) => unknown) | null;

/** The close code of a connection that was lost, of one that ended without a code, and of a clean end. */
const [lost, none, clean] = [1006, 1005, 1000];

/** A WebSocket of which one end is the page's and the other a script's. */
export class FakeSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readonly url: string;
  readonly extensions = '';
  readonly bufferedAmount = 0;
  binaryType: BinaryType = 'blob';
  protocol = '';
  readyState: 0 | 1 | 2 | 3 = 0;
  onopen: Handler = null;
  onmessage: Handler = null;
  onerror: Handler = null;
  onclose: Handler = null;
  /** What hears of the page. @internal */
  peer: { said(message: string | Uint8Array): void; left(code: number, reason: string): void } | undefined;

  constructor(url: string) {
    super();
    this.url = url;
  }

  /** @throws {DOMException} InvalidStateError: it is not open yet. */
  send(message: string | ArrayBuffer | ArrayBufferView): void {
    if (this.readyState === this.CONNECTING)
      throw new DOMException('The WebSocket is not open yet.', 'InvalidStateError');
    if (this.readyState !== this.OPEN) return;
    this.peer?.said(typeof message === 'string' ? message : (contentOf(message, String) as Uint8Array).slice());
  }

  close(code = none, reason = ''): void {
    if (this.readyState >= this.CLOSING) return;
    this.readyState = this.CLOSING;
    this.peer?.left(code, reason);
  }

  /** Has the page hear of something. @internal */
  tell(event: Event): void {
    this[`on${event.type}` as 'onopen']?.call(this, event);
    this.dispatchEvent(event);
  }
}

/** The class of WebSockets that a script is at the other end of. */
export function socketClass(
  connect: (url: string, protocols: readonly string[], socket: FakeSocket) => void,
): typeof WebSocket {
  const made = class WebSocket extends FakeSocket {
    constructor(url: string | URL, protocols: string | string[] = []) {
      super(`${url}`);
      connect(`${url}`, [protocols].flat(), this);
    }
  };
  return made as unknown as typeof WebSocket;
}

/** The script's side of one. */
export class SocketLine implements Line {
  readonly request: Noted;
  readonly isDivisible: boolean;
  readonly #socket: FakeSocket;
  readonly #encode: Encode;
  readonly #wire: Wire | undefined; // none where a record is a message
  readonly #over = new AbortController();
  #received = 0; // messages of the page that the script has waited for
  #heard: () => void = () => {};

  constructor(request: Noted, socket: FakeSocket, format: FakeFormat, encode: Encode) {
    this.request = request;
    this.#socket = socket;
    this.#encode = encode;
    this.#wire = format === 'message' ? undefined : wireOf(format, encode, undefined);
    this.isDivisible = this.#wire !== undefined;
    socket.peer = {
      said: (message) => {
        request.messages.push(message);
        this.#heard();
      },
      left: (code, reason) => this.#end('aborted', code, reason),
    };
  }

  get over(): AbortSignal {
    return this.#over.signal;
  }

  open(_status?: number, headers?: Headers): void {
    if (this.#socket.readyState !== 0) return;
    this.#socket.readyState = 1;
    this.#socket.protocol = headers?.get('Sec-WebSocket-Protocol') ?? this.request.protocols[0] ?? '';
    this.request.state = 'open';
    this.#socket.tell(new Event('open'));
  }

  refuse(): void {
    this.#lose('ended');
  }

  frame(record: unknown): Piece {
    return this.#wire ? this.#wire.record(record) : contentOf(record, this.#encode);
  }

  keepalive(): Piece {
    return this.#wire!.keepalive!();
  }

  /** A WebSocket holds nobody back. */
  async put(message: Piece): Promise<void> {
    if (this.over.aborted || message.length === 0) return;
    const isText = typeof message === 'string';
    const bytes = isText ? undefined : message.slice();
    const data = isText ? message : this.#socket.binaryType === 'blob' ? new Blob([bytes!]) : bytes!.buffer;
    this.#socket.tell(new MessageEvent('message', { data, origin: originOf(this.request.url) }));
  }

  async receive(): Promise<void> {
    this.open();
    const number = ++this.#received;
    while (this.request.messages.length < number && !this.over.aborted)
      await new Promise<void>((resolve) => (this.#heard = resolve));
  }

  async cut(): Promise<void> {
    this.#lose('cut');
  }

  async end(code = clean, reason = ''): Promise<void> {
    if (this.#wire) await this.put(this.#wire.end());
    this.#end('ended', code, reason);
  }

  #lose(state: 'ended' | 'cut'): void {
    if (!this.over.aborted) this.#socket.tell(new Event('error'));
    this.#end(state, lost, '');
  }

  #end(state: 'ended' | 'cut' | 'aborted', code: number, reason: string): void {
    if (this.over.aborted) return;
    this.request.state = state;
    this.#over.abort();
    this.#heard();
    const event = Object.assign(new Event('close'), { code, reason, wasClean: code !== lost });
    const tell = () => {
      this.#socket.readyState = 3;
      this.#socket.tell(event);
    };
    if (state === 'aborted') queueMicrotask(tell);
    else tell();
  }
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}
