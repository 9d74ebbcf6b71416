import type { Failure, Pairs } from '../link/contract.js';
import { FeedError } from './errors.js';
import type { AskMissing, FeedSourceInit } from './options.js';
import { headerPairs } from './request.js';

/** The functions among a page's options, asked by the host, with answers as data. */
export class PageFunctions {
  /** What the function that was asked last threw. It stays on the page: an error of its own class cannot be cloned. */
  thrown: unknown;
  readonly #init: FeedSourceInit;

  constructor(init: FeedSourceInit) {
    this.#init = init;
  }

  headers(attempt: number): Promise<Pairs> {
    const { headers } = this.#init;
    return this.#ask(async () => headerPairs(typeof headers === 'function' ? await headers(attempt) : headers));
  }

  missing(from: string): Promise<string> {
    return this.#ask(async () => {
      let lines = '';
      for await (const record of (this.#init.backfill as AskMissing)(from)) {
        lines += `${typeof record === 'string' ? record : JSON.stringify(record)}\n`;
      }
      return lines;
    });
  }

  /** What the page wants done about a failure; null leaves it to the feed. */
  delay(failure: Failure): number | false | null {
    const { delay } = this.#init.reconnect || {};
    try {
      const answer: unknown = delay!(new FeedError(failure));
      return answer === false ? false : numberOf(answer);
    } catch (thrown) {
      reportError(thrown);
      return null;
    }
  }

  async #ask<R>(ask: () => Promise<R>): Promise<R> {
    this.thrown = undefined;
    try {
      return await ask();
    } catch (thrown) {
      this.thrown = thrown;
      throw thrown;
    }
  }
}

/** An answer as JavaScript makes a number of it, of "5" and 5n as well; null if it makes none. */
function numberOf(answer: unknown): number | null {
  if (answer === undefined || answer === null) return null;
  try {
    const number = Number(answer);
    return Number.isNaN(number) ? null : number;
  } catch {
    return null; // a Symbol
  }
}
