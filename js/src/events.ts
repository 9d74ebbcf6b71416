import { FeedError } from './errors.js';

/** Where an event's values come from; a batch is one, for all of its rows. */
export interface Rows {
  readonly origin: string;
  readonly receivedAt: number;
  type(row: number): string;
  text(row: number): string;
  lastEventId(row: number): string;
  /** Told when the page reads `json` and the record is not. */
  notJSON?(event: FeedEvent): void;
}

const ROWS = Symbol('rows');
const ROW = Symbol('row');
const DATA = Symbol('data');
const JSON_VALUE = Symbol('json');

/**
 * A record of the feed: a MessageEvent whose data is the record's text.
 *
 * Its values are read from the batch when they are asked for. The native object is
 * made only for an event that is dispatched: making one costs a hundred times what the
 * rest of an event does (measured in Chromium: 2.8 µs, and 5.1 µs with an init
 * dictionary, beside 0.02 µs). Iterators get events without it, on which the members
 * that this class does not define, such as `target`, throw.
 */
export class FeedEvent<T = unknown> extends MessageEvent<string> {
  declare [ROWS]: Rows;
  declare [ROW]: number;
  declare [DATA]: string | undefined;
  declare [JSON_VALUE]: { value: T } | undefined;

  /** Pages make one only in their tests. */
  constructor(type: string, init?: MessageEventInit<string>);
  /** @internal */
  constructor(type: string, rows: Rows, row: number);
  constructor(type: string, init: MessageEventInit<string> | Rows = {}, row?: number) {
    super(type, row === undefined ? (init as MessageEventInit<string>) : undefined);
    this[ROWS] = row === undefined ? single(type, init as MessageEventInit<string>) : (init as Rows);
    this[ROW] = row ?? 0;
    this[DATA] = undefined;
    this[JSON_VALUE] = undefined;
  }

  override get type(): string {
    return this[ROWS].type(this[ROW]);
  }

  /** The record's text; for an event stream, its data lines joined with LF. */
  override get data(): string {
    return (this[DATA] ??= this[ROWS].text(this[ROW]));
  }

  /** The origin that the feed is read from. */
  override get origin(): string {
    return this[ROWS].origin;
  }

  /** The ID in force at this event; empty in formats that have none. */
  override get lastEventId(): string {
    return this[ROWS].lastEventId(this[ROW]);
  }

  /** When the chunk that completed the record was read, in milliseconds since 1970. */
  get receivedAt(): number {
    return this[ROWS].receivedAt;
  }

  /**
   * The record as JSON, parsed on first use and kept.
   * @throws {FeedError} of type `malformed` when the record is not JSON; the feed
   *   then also dispatches a `malformed` event.
   */
  get json(): T {
    return (this[JSON_VALUE] ??= { value: parse(this) as T }).value;
  }
}

function single(type: string, { data = '', lastEventId = '', origin = '' }: MessageEventInit<string>): Rows {
  return { origin, receivedAt: Date.now(), type: () => type, text: () => data, lastEventId: () => lastEventId };
}

function parse(event: FeedEvent): unknown {
  const { data } = event;
  try {
    return JSON.parse(data);
  } catch (cause) {
    event[ROWS].notJSON?.(event);
    const message = `A record beginning ${JSON.stringify(data.slice(0, 80))} is not JSON; the feed goes on.`;
    throw new FeedError({ type: 'malformed', message, attempt: 0, final: false }, undefined, cause);
  }
}

/** Makes a FeedEvent for an iterator: the prototype without the native object. */
export const LightEvent = function (this: Record<symbol, unknown>, rows: Rows, row: number): void {
  this[ROWS] = rows;
  this[ROW] = row;
  this[DATA] = undefined;
  this[JSON_VALUE] = undefined;
} as unknown as new (rows: Rows, row: number) => FeedEvent;
LightEvent.prototype = FeedEvent.prototype;

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
    ({ reason: this.reason, bytes: this.bytes, offset: this.offset } = init);
  }
}
