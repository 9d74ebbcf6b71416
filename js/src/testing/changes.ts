/** Tells who waits for something that something has changed. */
export class Changes {
  readonly #waiting = new Set<{ readonly condition: () => boolean; readonly met: () => void }>();

  /** Resolves when the condition is met, which is looked at after each change. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((met) => this.#waiting.add({ condition, met }));
  }

  changed(): void {
    for (const one of this.#waiting) {
      if (!one.condition()) continue;
      this.#waiting.delete(one);
      one.met();
    }
  }
}
