import type { ResponseData } from '../link/contract.js';
import { defineInterface } from './idl.js';

/** The head of a response, as far as CORS shows it. */
export interface FeedResponse {
  /** Where it came from, after redirects. */
  readonly url: string;
  /** The status; 101 for a WebSocket. */
  readonly status: number;
  /** The headers that CORS lets the page see. */
  readonly headers: Headers;
}

/** An `open` event: a response was accepted as a feed. */
export class OpenEvent extends Event {
  static {
    defineInterface(this, 'OpenEvent');
  }

  /** The response that was accepted. */
  declare readonly response: FeedResponse;

  /** @internal */
  constructor({ url, status, headers }: ResponseData) {
    super('open');
    Object.assign(this, { response: { url, status, headers: new Headers(headers) } });
  }

  /** Plain data. */
  toJSON(): { type: string; response: { url: string; status: number; headers: Record<string, string> } } {
    const { type, response } = this;
    return { type, response: { ...response, headers: Object.fromEntries(response.headers) } };
  }
}
