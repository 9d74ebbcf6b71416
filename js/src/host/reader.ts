/** Small chunks that wait already are framed as one, up to so many bytes: a chunk of its own costs 2 µs more than its bytes. */
const gatherBytes = 65536;

/**
 * How many microtasks a chunk waits for the next, 0.1 µs each. A stream that has one, made by fetch or by the page, gives
 * it in one or two, a TransformStream in three.
 */
const gatherTicks = 4;

/** Reads a body ahead of the engine, so that chunks that wait already come together. */
export class Reader {
  /** Resolves when the chunk that was asked for last is there; rejects if the body is cut. */
  next: Promise<void> | undefined;
  chunks: Uint8Array[] = [];
  /** How many bytes they have. */
  size = 0;
  /** The stream has failed, and not who reads it. */
  failed = false;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #over = false;
  #patience = 0; // how many microtasks more the next chunk is waited for

  /** @throws {TypeError} the body is locked. */
  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
  }

  /** There is nothing left to frame, and nothing more will come. */
  get done(): boolean {
    return this.#over && this.size === 0;
  }

  /** Asks for the next chunk, which {@link waits} then waits for a little. */
  readAhead(): void {
    if (!this.#over) this.#ask();
    this.#patience = gatherTicks;
  }

  /** Reports whether to wait a microtask more for what may be there already. */
  waits(): boolean {
    if (this.size >= gatherBytes) this.#patience = 0;
    if (this.#patience === 0) return false;
    this.#patience--;
    return true;
  }

  /** The chunks that have come; others come later. */
  take(): { readonly chunks: readonly Uint8Array[]; readonly size: number } {
    const { chunks, size } = this;
    this.chunks = [];
    this.size = 0;
    return { chunks, size };
  }

  cancel(): void {
    this.#reader.cancel().catch(() => {});
  }

  #ask(): void {
    const read = ({ done, value }: ReadableStreamReadResult<Uint8Array>) => {
      this.#over = done;
      if (done) return;
      if (!isBytes(value)) throw new TypeError('a chunk of the body is no Uint8Array');
      this.chunks.push(value);
      this.size += value.length;
      if (this.#patience > 0) {
        this.#patience = gatherTicks;
        this.#ask();
      }
    };
    this.next = this.#reader.read().then(read, (cause) => {
      this.failed = true;
      throw cause;
    });
    this.next.catch(() => {}); // told by the await of the next round
  }
}

/** Of a page's own stream, which may be another window's. */
const isBytes = (value: unknown): boolean => Object.prototype.toString.call(value) === '[object Uint8Array]';

/** A body that has failed already rejects its cancel as well, and what a page made up may have none; nobody needs to know. */
export function discard(response: Pick<Response, 'body'> | undefined): void {
  Promise.resolve()
    .then(() => response?.body?.cancel())
    .catch(() => {});
}
