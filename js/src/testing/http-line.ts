import type { Line } from './play.js';
import type { Noted } from './request.js';
import { settled } from './turn.js';
import type { Wire } from './wire/wire.js';

/** Statuses whose responses have no body (Fetch, "null body status"). */
const bodiless = [101, 103, 204, 205, 304];

/** One request by fetch, and its response. */
export class HTTPLine implements Line {
  readonly isDivisible = true;
  readonly request: Noted;
  /** What fetch gives. */
  readonly response: Promise<Response>;
  readonly #wire: Wire;
  readonly #over = new AbortController();
  readonly #isOver = new Promise<void>((resolve) => this.over.addEventListener('abort', () => resolve()));
  #body: ReadableStreamDefaultController<Uint8Array> | undefined;
  #wanted: () => void = () => {};
  #pull = new Promise<void>((resolve) => (this.#wanted = resolve)); // until the page reads
  #answer!: (response: Response) => void;
  #fail!: (cause: unknown) => void;

  constructor(request: Noted, wire: Wire) {
    this.request = request;
    this.#wire = wire;
    this.response = new Promise((resolve, reject) => {
      this.#answer = resolve;
      this.#fail = reject;
    });
    const { signal } = request;
    if (signal?.aborted) this.#abort(signal.reason);
    else signal?.addEventListener('abort', () => this.#abort(signal.reason), { signal: this.over });
  }

  get over(): AbortSignal {
    return this.#over.signal;
  }

  open(status = 200, headers = new Headers()): void {
    if (this.#body || this.over.aborted) return;
    const all = new Headers(headers);
    if (!all.has('Content-Type')) all.set('Content-Type', this.#wire.contentType);
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#body = controller;
        },
        pull: () => this.#wanted(),
        cancel: () => this.#end('aborted'),
      },
      { highWaterMark: 0 }, // so that a chunk is with the page when it was sent, and no cut can take it back
    );
    this.request.state = 'open';
    this.#answer(this.#from(new Response(body, { status, headers: all })));
  }

  refuse(status: number, headers: Headers, body: BodyInit | null): void {
    this.#answer(this.#from(new Response(bodiless.includes(status) ? null : body, { status, headers })));
    this.#end('ended');
  }

  frame(record: unknown): Uint8Array {
    return this.#wire.record(record);
  }

  keepalive(): Uint8Array {
    return this.#wire.keepalive!();
  }

  async put(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    await Promise.race([this.#pull, this.#isOver]);
    if (this.over.aborted) return;
    this.#pull = new Promise((resolve) => (this.#wanted = resolve));
    this.#body!.enqueue(bytes.slice()); // which a page may transfer
  }

  async receive(): Promise<void> {
    this.#break(ofSockets('receive()'));
  }

  /**
   * In the words by which browsers tell of networks, since FeedSource and others go by these. What was sent has time to
   * arrive: a stream that others pass on, as MSW does, forgets at an error what it still holds.
   */
  async cut(why: string): Promise<void> {
    if (this.#body) await settled();
    this.#break(new TypeError(this.#body ? `network error: cut ${why}` : `Failed to fetch: cut ${why}`));
  }

  async end(code: number, reason: string): Promise<void> {
    if (code !== 1000 || reason) return this.#break(ofSockets(`end(${code})`));
    await this.put(this.#wire.end());
    if (this.over.aborted) return;
    this.#body!.close();
    this.#end('ended');
  }

  #break(cause: unknown): void {
    if (this.over.aborted) return;
    if (this.#body) this.#body.error(cause);
    else this.#fail(cause);
    this.#end('cut');
  }

  #abort(reason: unknown): void {
    this.#body?.error(reason);
    this.#fail(reason);
    this.#end('aborted');
  }

  #end(state: 'ended' | 'cut' | 'aborted'): void {
    if (this.over.aborted) return;
    this.request.state = state;
    this.#over.abort();
  }

  /** A response that is made has no URL; one that was fetched has. */
  #from(response: Response): Response {
    return Object.defineProperty(response, 'url', { value: this.request.url });
  }
}

const ofSockets = (step: string) =>
  new TypeError(`The script has ${step}, which is for a WebSocket, and the page asks by HTTP.`);
