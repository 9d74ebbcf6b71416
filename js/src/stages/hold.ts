interface Held<E> {
  readonly event: E;
  readonly time: number;
  readonly order: number; // among all that came
  readonly due: number;
  next: Held<E> | undefined; // in the chain
}

/**
 * Events that wait to be put in order: a binary heap by time, and by arrival where times
 * are equal.
 *
 * Beside it, a chain links the events that were the latest in time when they came. Theirs
 * are the only ends of waiting that count: whatever came behind one of them with an
 * earlier time leaves before it. So the chain holds nothing that the heap does not, and
 * its first link knows when something is due.
 */
export class Hold<E> {
  readonly #heap: Held<E>[] = [];
  #first: Held<E> | undefined;
  #last: Held<E> | undefined;
  #came = 0;
  #left = -Infinity; // the time of the event that left last

  get size(): number {
    return this.#heap.length;
  }

  /** When the first event has to leave; Infinity when none is held. */
  get due(): number {
    return this.#first?.due ?? Infinity;
  }

  /**
   * Takes in an event that has to leave when `due` comes, which never comes sooner for a
   * later event. One without a time (NaN) goes behind the latest that is held.
   *
   * @returns false when nothing is gained by waiting: the event is older than one that
   *   has left, or has no time and nothing is held.
   */
  push(event: E, time: number, due: number): boolean {
    const last = this.#last;
    const at = Number.isNaN(time) ? (last?.time ?? NaN) : time;
    if (!(at >= this.#left)) return false;
    const held: Held<E> = { event, time: at, order: this.#came++, due, next: undefined };
    if (!last) this.#first = this.#last = held;
    else if (at >= last.time) this.#last = last.next = held;
    this.#rise(held);
    return true;
  }

  /** Takes out the earliest event of those held. */
  pop(): E {
    const top = this.#heap[0]!;
    const end = this.#heap.pop()!;
    if (end !== top) this.#sink(end);
    if (top === this.#first) this.#first = top.next;
    if (top === this.#last) this.#last = undefined;
    this.#left = top.time;
    return top.event;
  }

  #rise(held: Held<E>): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (before(heap[parent]!, held)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = held;
  }

  /** Puts what was at the heap's end in the place of its top. */
  #sink(held: Held<E>): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (child >= heap.length || before(held, heap[child]!)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = held;
  }
}

function before<E>(a: Held<E>, b: Held<E>): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
