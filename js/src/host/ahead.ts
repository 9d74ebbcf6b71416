import type { FeedOptions } from '../link/contract.js';
import { engine, isLoading, type Engine } from './engine.js';
import { interim, type Interim, type Owner } from './interim/interim.js';

/** For how many milliseconds the engine is put off for a first record. It may come late, and an engine is there for worse. */
const patience = 1000;

/** How often it is loaded anew after a failure of the network, and after how many milliseconds. */
const maxReloads = 3;
const reloadAfterMs = 1000;
const reloadOfflineAfterMs = 30_000;

let awaited = 0;
let all: Promise<void> = Promise.resolve();
let allCame = (): void => {};

/**
 * A feed that is read ahead of the engine. To load that takes the network, and both cores of a phone, from the first
 * record: so it comes behind the first records of all feeds, unless one of them needs it.
 */
export class Ahead implements Owner {
  /** What is read, once it is there. */
  response: Response | undefined;
  readonly #over: Promise<unknown>; // the engine is to come
  readonly #asked: (() => void)[] = [];
  #came = false;
  #closed = false;
  #need = (): void => {};

  /** @param read Reads a response; false if that is for the engine, which is there. */
  constructor(
    options: FeedOptions,
    response: Promise<Response>,
    read: (response: Response, framer: Interim) => boolean,
  ) {
    const needed = new Promise<void>((resolve) => (this.#need = resolve));
    if (isLoading() || options.keepalive?.connectMs) {
      this.#came = true;
      this.#need();
    } else if (awaited++ === 0) {
      all = new Promise((resolve) => (allCame = resolve));
    }
    this.#over = this.#came ? needed : Promise.race([all, needed]);
    const timer = this.#came ? undefined : setTimeout(this.#need, patience);
    void this.#over.then(() => clearTimeout(timer));
    const needsEngine = () => this.needsEngine();
    response
      .then((answer) => {
        const framer = interim(options, answer, this);
        if (framer && read(answer, framer)) this.response = answer;
        else needsEngine();
      })
      .catch(needsEngine); // what a page made up may throw when it is looked at
  }

  /**
   * The engine, when it is to come; undefined if nobody wants it any more. What is read has the network, or had it: that it
   * is gone for a moment does not end a feed, and does not end one here.
   */
  async engine(): Promise<Engine | undefined> {
    await this.#over;
    for (let reloads = 0; !this.#closed; ) {
      try {
        return await engine();
      } catch (error) {
        const { cause } = error as Error;
        const mayPass = this.response && cause instanceof TypeError && reloads < maxReloads;
        if (!mayPass) throw error;
        const onLine = globalThis.navigator?.onLine !== false; // Node has none, or does not know
        if (onLine) reloads++;
        await new Promise((resolve) => {
          if (!onLine) globalThis.addEventListener('online', resolve, { once: true });
          setTimeout(resolve, onLine ? reloadAfterMs : reloadOfflineAfterMs); // browsers may be wrong about that
        });
      }
    }
    return undefined;
  }

  /** The first record is there, or will not come. */
  came(): void {
    if (this.#came) return;
    this.#came = true;
    if (--awaited === 0) setTimeout(allCame); // when the page has had time to show it
  }

  /** Nobody wants the feed any more. */
  close(): void {
    this.#closed = true;
    this.came();
  }

  /** What only the engine can do has come to pass. */
  needsEngine(): void {
    this.came();
    this.#need();
  }

  /** Does something when the engine has framed what was read ahead of it. */
  ask(what: () => void): void {
    this.needsEngine();
    this.#asked.push(what);
  }

  /** The engine has framed it. */
  handedOver(): void {
    for (const what of this.#asked) what();
  }
}
