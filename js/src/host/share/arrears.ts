/**
 * For how long others have been held back for one that is slow. It is forgiven by half as time goes by: so whoever takes at
 * least half as much as the quickest is waited for always, and whoever takes nothing not for long.
 */
export class Arrears {
  readonly #most: number;
  #ms = 0;
  #at = 0; // when they were so much
  #outrun = false;

  /** @param most How many milliseconds they may be. Who was in arrears that far is not waited for until it has caught up. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How much longer it may be waited for, in milliseconds. */
  left(now: number): number {
    return this.#outrun ? 0 : this.#most - this.#forgiven(now);
  }

  /** @param ms How long it has been waited for just now. */
  add(ms: number, now: number): void {
    this.#ms = this.#forgiven(now) + ms;
    this.#at = now;
    this.#outrun ||= this.#ms >= this.#most;
  }

  /** It has caught up. */
  clear(): void {
    this.#ms = 0;
    this.#outrun = false;
  }

  #forgiven(now: number): number {
    return Math.max(0, this.#ms - (now - this.#at) / 2);
  }
}
