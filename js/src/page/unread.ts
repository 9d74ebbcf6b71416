/** How long a feed may be open without a reader until that is told, in milliseconds. */
const patienceMs = 30_000;

/**
 * Tells once that an open feed has been without a reader for long. It is timed here and not by the engine, which has no
 * say in it: of pages that share a feed each has readers or none, while the engine reads it once for all of them.
 */
export class Unread {
  readonly #tell: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #told = false;

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  /** @param waits The feed is open, and was not paused. */
  watch(waits: boolean, isRead: boolean): void {
    if (isRead) this.#told = false;
    if (isRead || !waits) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    } else if (!this.#told) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#told = true;
        this.#tell();
      }, patienceMs);
    }
  }
}
