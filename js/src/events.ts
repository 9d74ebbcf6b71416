import { FeedError } from './errors.js';

/** A record of the feed: a MessageEvent whose data is the record's text. */
export class FeedEvent<T = unknown> extends MessageEvent<string> {
  /** When the chunk that completed the record was read, in milliseconds since 1970. */
  readonly receivedAt: number;
  #json: { value: T } | undefined;
  readonly #onMalformed: ((event: FeedEvent) => void) | undefined;

  /** Made by a FeedSource; a page makes one only in its tests. */
  constructor(
    type: string, init: MessageEventInit<string> = {}, receivedAt = Date.now(), onMalformed?: (event: FeedEvent) => void) {
    super(type, init);
    this.receivedAt = receivedAt;
    this.#onMalformed = onMalformed;
  }

  /**
   * The record as JSON, parsed on first use and kept.
   * @throws {FeedError} of type `malformed` when the record is not JSON; the feed
   *   then also dispatches a `malformed` event.
   */
  get json(): T {
    return (this.#json ??= { value: this.#parse() }).value;
  }

  #parse(): T {
    try {
      return JSON.parse(this.data) as T;
    } catch (cause) {
      this.#onMalformed?.(this);
      const shown = this.data.length > 80 ? `${this.data.slice(0, 80)}…` : this.data;
      const message = `The record ${JSON.stringify(shown)} is not JSON; the feed goes on.`;
      throw new FeedError({ type: 'malformed', message, attempt: 0, final: false }, { cause });
    }
  }
}

/**
 * A `malformed` event: bytes that could not be read as a record. The records around
 * them still arrive. `data` is the bytes as text.
 */
export class MalformedEvent extends MessageEvent<string> {
  /**
   * What is wrong: `too-large`, `not-json`, `truncated`, `bad-length`,
   * `length-too-large`, `not-array` or `trailing-data`.
   */
  readonly reason: string;
  /** The bytes as they came; the first KiB when the record is over `maxRecordBytes`. */
  readonly bytes: Uint8Array;
  /** Where in the body the bytes begin; undefined when found by {@link FeedEvent.json}. */
  readonly offset: number | undefined;

  constructor(init: MessageEventInit<string> & { reason: string; bytes: Uint8Array; offset?: number }) {
    super('malformed', init);
    this.reason = init.reason;
    this.bytes = init.bytes;
    this.offset = init.offset;
  }
}
