/** For how many milliseconds the engine is put off for a first record. It may come late, and an engine is there for worse. */
const patience = 1000;

let awaited = 0;
let all: Promise<void> = Promise.resolve();
let allCame = (): void => {};

/**
 * A first record that a page waits for, and that needs no engine. To load one takes the network, and both cores of a
 * phone, from the record: so the engine comes behind the first records of all feeds, unless one of them needs it.
 */
export class FirstRecord {
  /** Resolves when the engine is to come. */
  readonly over: Promise<unknown>;
  #came = false;
  #need = (): void => {};

  constructor() {
    if (awaited++ === 0) all = new Promise((resolve) => (allCame = resolve));
    const needed = new Promise<void>((resolve) => (this.#need = resolve));
    this.over = Promise.race([all, needed, new Promise((resolve) => setTimeout(resolve, patience))]);
  }

  /** It is there, or will not come. */
  came(): void {
    if (this.#came) return;
    this.#came = true;
    if (--awaited === 0) setTimeout(allCame); // when the page has had time to show it
  }

  /** The feed needs the engine. */
  needsEngine(): void {
    this.came();
    this.#need();
  }
}
