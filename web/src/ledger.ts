/** Records that the feed server has made since it was asked last. */
export interface Made {
  ids: string[];
  /** The number of the record to come. */
  next: number;
  /** When the server began, and its log with it. */
  began: string;
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
  /** From which record on the server is to be asked. */
  next = 0;
  /** How often the server has begun anew, with another log. */
  restarts = 0;
  #began = ''; // the server whose log is counted
  #ids: string[] = []; // made, and not settled
  #isSettled = false;
  #twice = 0; // when it was counted last
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
  count({ ids, next, began }: Made): void {
    if (this.#began && began !== this.#began) return this.#beginAgain(began);
    this.#began = began;
    this.next = next;
    this.#twice = this.twice;
    for (const id of ids) this.#ids.push(id);
    const first = this.#isSettled ? 0 : this.#ids.findIndex((id) => this.#came.has(id));
    if (first < 0) {
      this.#ids.splice(0, this.#ids.length - most);
      return;
    }
    const { made, missing } = this.#counted(first);
    this.made = this.#settled.made + made;
    this.found = this.#settled.made - this.#settled.lost + made - missing.length;
    this.lost = this.#settled.lost + missing.filter((id) => this.#missing.has(id)).length;
    this.#missing = new Set(missing);
    const settled = Math.max(Math.min(this.#ids.length - first - memory, made), this.#ids.length - first - most);
    if (settled <= 0) return; // one that is older than the first may yet come: what was missed is read late
    this.#ids.splice(0, first);
    this.#isSettled = true;
    this.#settle(settled);
  }

  /** @param first The place of the first record that came. */
  #counted(first: number): { readonly made: number; readonly missing: readonly string[] } {
    let end = this.#ids.length;
    while (end > first && !this.#came.has(this.#ids[end - 1]!)) end--;
    return { made: end - first, missing: this.#ids.slice(first, end).filter((id) => !this.#came.has(id)) };
  }

  /** Forgets the oldest records, of which it stays the truth what has come of them. */
  #settle(count: number): void {
    for (const id of this.#ids.splice(0, count)) {
      this.#settled.made++;
      if (!this.#came.delete(id)) this.#settled.lost++;
      this.#missing.delete(id);
    }
  }

  /**
   * The server has started anew: another log is to be counted, and what was counted by the last one stays. What came since then is
   * in one or the other: both give the same IDs, and nobody can tell.
   */
  #beginAgain(began: string): void {
    this.restarts++;
    this.#began = began;
    this.next = 0;
    this.#settled = { made: this.made, lost: this.made - this.found };
    this.lost = this.#settled.lost;
    this.twice = this.#twice;
    this.#ids = [];
    this.#isSettled = false;
    this.#came.clear();
    this.#missing.clear();
  }
}
