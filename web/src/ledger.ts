/** Records that the feed server has made since it was asked last. */
export interface Made {
  ids: string[];
  /** The number of the record to come. */
  next: number;
}

/** What came of a feed, beside what its server says that there was to come. */
export class Ledger {
  /** Records made, from the first that came to the newest that did. */
  made = 0;
  lost = 0;
  twice = 0;
  /** From which record on the server is to be asked; -1 before the first answer. */
  next = -1;
  #ids: string[] = [];
  #begun = false;
  readonly #came = new Set<string>();
  #missing: ReadonlySet<string> = new Set();

  came(id: string): void {
    if (this.#came.has(id)) this.twice++;
    this.#came.add(id);
  }

  /** Counts anew. A record that is missing may still be on its way: it is lost when it was missing the last time, too. */
  count({ ids, next }: Made): void {
    if (next < this.next) this.#beginAgain();
    this.next = next;
    this.#ids.push(...ids);
    if (!this.#begun) {
      const first = this.#ids.findIndex((id) => this.#came.has(id));
      if (first < 0) return;
      this.#ids.splice(0, first);
      this.#begun = true;
    }
    this.made = this.#ids.length;
    while (!this.#came.has(this.#ids[this.made - 1]!)) this.made--;
    const missing = this.#ids.slice(0, this.made).filter((id) => !this.#came.has(id));
    this.lost = missing.filter((id) => this.#missing.has(id)).length;
    this.#missing = new Set(missing);
  }

  /** The server has started anew, and its records with it. */
  #beginAgain(): void {
    this.#ids = [];
    this.#begun = false;
    this.#came.clear();
    this.twice = 0;
  }
}
