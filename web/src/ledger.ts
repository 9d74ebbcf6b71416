/** Records that the feed server has made since it was asked last. */
export interface Made {
  ids: string[];
  /** The number of the record to come. */
  next: number;
}

/** How many records are remembered of those that others have come after: to come late, or again. */
const memory = 20_000;

/** How many are remembered in any case: of a feed that is behind by more, what it has not got counts as lost. */
const most = 100_000;

/** What came of a feed, beside what its server says that there was to come. */
export class Ledger {
  /** Records made, from the first that came to the newest that did. */
  made = 0;
  lost = 0;
  twice = 0;
  /** Of the records made, how many came. */
  found = 0;
  /** From which record on the server is to be asked; -1 before the first answer. */
  next = -1;
  #ids: string[] = []; // made, and not settled
  #begun = false;
  readonly #came = new Set<string>();
  #missing = new Set<string>();
  #settled = { made: 0, lost: 0 };

  /** How many IDs it has in memory. */
  get size(): number {
    return this.#ids.length + this.#came.size + this.#missing.size;
  }

  came(id: string): void {
    if (this.#came.has(id)) this.twice++;
    this.#came.add(id);
    if (this.#came.size > most) this.#forget();
  }

  /** Forgets the oldest that came: many at once, since each time a set is gone through from where its first had been. */
  #forget(): void {
    for (const id of this.#came) {
      if (this.#came.size <= most - memory) return;
      this.#came.delete(id);
    }
  }

  /** Counts anew. A record that is missing may still be on its way: it is lost when it was missing the last time, too. */
  count({ ids, next }: Made): void {
    if (next < this.next) this.#beginAgain();
    this.next = next;
    for (const id of ids) this.#ids.push(id);
    if (!this.#begun) {
      const first = this.#ids.findIndex((id) => this.#came.has(id));
      if (first < 0) {
        this.#ids.splice(0, this.#ids.length - most);
        return;
      }
      this.#ids.splice(0, first);
      this.#begun = true;
    }
    let made = this.#ids.length;
    while (made > 0 && !this.#came.has(this.#ids[made - 1]!)) made--;
    const missing = this.#ids.slice(0, made).filter((id) => !this.#came.has(id));
    this.made = this.#settled.made + made;
    this.found = this.#settled.made - this.#settled.lost + made - missing.length;
    this.lost = this.#settled.lost + missing.filter((id) => this.#missing.has(id)).length;
    this.#missing = new Set(missing);
    this.#settle(Math.max(Math.min(this.#ids.length - memory, made), this.#ids.length - most));
  }

  /** Forgets the oldest records, of which it stays the truth what has come of them. */
  #settle(count: number): void {
    if (count <= 0) return;
    for (const id of this.#ids.splice(0, count)) {
      this.#settled.made++;
      if (!this.#came.delete(id)) this.#settled.lost++;
      this.#missing.delete(id);
    }
  }

  /** The server has started anew, and its records with it. */
  #beginAgain(): void {
    this.#ids = [];
    this.#begun = false;
    this.#came.clear();
    this.#missing.clear();
    this.#settled = { made: 0, lost: 0 };
    this.twice = this.found = 0;
  }
}
