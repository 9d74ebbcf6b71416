import {
  Occasion,
  type Address,
  type DialData,
  type PageEnd,
  type Pairs,
  type RequestState,
} from '../link/contract.js';
import { askSocket } from './asked-socket.js';
import { ask, asking, Requests, type Asked, type Send } from './asked.js';
import type { Ends } from './ends.js';
import { exchange, type Note } from './exchange.js';
import { jsonOf, put } from './inbox.js';
import { plainDial } from './request.js';
import type { Make } from './socket.js';

type Where = () => DialData | Promise<DialData>;

/** Makes the requests of a feed, and asks the page for what they need. */
export class Dialer {
  readonly requests = new Requests();
  /** Whose WebSocket was opened last. */
  attempt = 0;
  /** What was known of the feed then. */
  state: RequestState = { attempt: 0, lastEventId: '', count: 0, from: '', resuming: false };
  /** For which attempt the page is asked what it needs; 0 if it is not asked. */
  asking = 0;
  readonly #ends: Ends;
  #address: Promise<Address> | undefined; // of the first request, if the page has a function for it
  #headers: Pairs | undefined; // of the first answer
  #goesOn = false; // the request under way goes on with that
  #exchanges = 0; // requests that have been noted

  constructor(ends: Ends) {
    this.#ends = ends;
  }

  /** Makes the first request ahead of the engine. */
  first(): Asked {
    const where = () => this.#firstDial();
    if (this.#ends.opening.socket) return this.#open(1, where, async (made, url, given) => new made(url, given));
    return this.#request(1, where, (...args) => fetch(...args));
  }

  /** The engine is there, and hears where that went. */
  tellFirst(): void {
    this.#address?.then(
      (address) => this.#addressed(1, address),
      () => {}, // which is heard of by the request
    );
  }

  dial(attempt: number, dial: DialData): Asked {
    if (!dial.backfill) this.#goesOn = dial.method !== '';
    const where = () => dial;
    if (this.#ends.opening.socket && !dial.backfill) return this.#open(attempt, where, this.#make);
    return this.#request(
      attempt,
      where,
      (url, init) => this.#ends.enter((e) => e.methods.fetch(url, init)),
      dial.beside,
    );
  }

  /** Asks the page where a request goes, which the engine sends from there. */
  address(attempt: number, state: RequestState): Asked {
    const answer = Promise.resolve().then(() => this.#ends.page?.address({ ...state, headers: this.#headers }));
    const asked = asking(
      answer.then((address) => {
        this.#addressed(attempt, address!);
        return new Promise(() => {});
      }),
    );
    return this.#keep(attempt, asked);
  }

  missing(attempt: number, from: string): Asked {
    const text = Promise.resolve().then(() => this.#ends.page?.missing(from));
    return this.#keep(attempt, asking(text.then((lines) => new Response(lines))), true);
  }

  /** A response was accepted that has these headers. */
  answered(headers: Pairs): void {
    if (!this.#goesOn) this.#headers = headers;
  }

  /** Tells the engine where a request goes, which sends it from there. */
  #addressed(attempt: number, address: Address): void {
    const { enter, handle } = this.#ends;
    enter((e) => e.exports.addressed(handle, attempt, put(e, jsonOf(address))));
  }

  readonly #make: Make = (...what) =>
    this.#ends.enter((e) => e.methods.socket(...what)) ?? Promise.reject(new Error('the engine is gone'));

  /** Opens the WebSocket of an attempt. */
  #open(attempt: number, where: Where, make: Make): Asked {
    this.attempt = attempt;
    const greet = async ({ lastEventId, count, from }: DialData) => {
      this.state = { attempt, lastEventId, count, from, resuming: false };
      return (await this.#ask(attempt, (page) => page.say(Occasion.Greeting, this.state))) ?? [];
    };
    return this.#keep(attempt, askSocket(this.#ends.opening, where, greet, make, this.#noting()));
  }

  #request(attempt: number, where: Where, send: Send, isBeside = false): Asked {
    const own = this.#ends.ownFetch;
    const headers = (dial: DialData) => this.#headersOf(attempt, dial);
    return this.#keep(attempt, ask(this.#ends.opening, where, headers, own ?? send, !!own, this.#noting()), isBeside);
  }

  #keep(attempt: number, asked: Asked, isBeside = false): Asked {
    this.requests.keep(attempt, asked, isBeside);
    return asked;
  }

  /** What takes note of the next request, if this feed is recorded. */
  #noting(): Note | undefined {
    if (!this.#ends.opening.records) return undefined;
    return exchange(++this.#exchanges, (what) => this.#ends.page?.saw?.(what));
  }

  #firstDial(): DialData | Promise<DialData> {
    const { url, lastEventId } = this.#ends.opening.options;
    if (url) return plainDial(url);
    this.#address = this.#ends.page!.address({ attempt: 1, lastEventId, count: 0, from: '', resuming: false });
    return this.#address.then((address) => plainDial(address.url));
  }

  async #headersOf(attempt: number, { method, lastEventId, count, from }: DialData): Promise<Pairs> {
    const { asksHeaders, headers } = this.#ends.opening.request;
    const state = { attempt, lastEventId, count, from, resuming: method !== '', headers: this.#headers };
    return (asksHeaders && (await this.#ask(attempt, (page) => page.headers(state)))) || headers;
  }

  /** Asks the page for what a request needs; undefined if the feed is closed. */
  async #ask<R>(attempt: number, what: (page: PageEnd) => Promise<R>): Promise<R | undefined> {
    const page = this.#ends.page;
    if (!page) return undefined;
    this.asking = attempt;
    try {
      return await what(page);
    } finally {
      if (this.asking === attempt) this.asking = 0;
    }
  }
}
