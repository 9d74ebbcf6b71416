import type { Bytes } from '../link/contract.js';
import { FeedError } from './errors.js';
import { fieldsOf, type HeaderFields } from './header-fields.js';
import { hearingOf } from './hearing.js';
import { defineInterface } from './idl.js';
import { words } from '../link/words.js';

/** What the events of one batch have in common. */
export interface Arrival {
  readonly origin: string;
  readonly receivedAt: number;
  /** Used instead of JSON.parse, of the data. */
  readonly parse?: ((data: never) => unknown) | undefined;
  /** What the data of records of bytes is. */
  readonly binaryType?: BinaryType | undefined;
  /** Their bytes share a buffer, until a page reads the data. */
  readonly shares?: boolean | undefined;
  /** What their header is: {@link Head}, or so many bytes. */
  readonly head?: number | undefined;
  /** Told when the page reads `json` and the record is not. */
  readonly notJSON?: ((content: Content, event: AnyEvent) => void) | undefined;
}

/** What the data of a record of bytes is. */
export type BinaryType = 'bytes' | 'arraybuffer' | 'blob';

/** What a record is: its text, or its bytes. */
export type Content = string | Bytes;

// Consoles show them by their descriptions.
const ARRIVAL = Symbol('arrival');
const TYPE = Symbol('type');
const DATA = Symbol('data');
const OWN = Symbol('own');
const HEADER = Symbol('header');
const OWN_HEADER = Symbol('own header');
const ID = Symbol('lastEventId');
const VALUE = Symbol('json');

const unread = Symbol('not read yet'); // no value, whatever parses it

/**
 * A record of the feed: a MessageEvent whose data is the record's text, or its bytes if its format is one of bytes.
 * Of its types, `T` is that of `json`, `D` that of `data`, and `K` that of `type`.
 */
// The native object is made only for an event that is dispatched: making one costs a
// hundred times what the rest of an event does (measured in Chromium: 2.8 µs, and 5.1 µs
// with an init dictionary, beside 0.02 µs). Iterators get events without it, on which the
// members that this class does not define, such as `target`, throw.
export class FeedEvent<T = unknown, D = string, K extends string = string> extends MessageEvent<D> {
  static {
    defineInterface(this, 'FeedEvent');
  }

  /** @internal */
  declare [ARRIVAL]: Arrival;
  /** @internal */
  declare [TYPE]: string;
  /** @internal */
  declare [DATA]: Content;
  /** @internal What `data` is, if that was to be made. */
  declare [OWN]?: Blob | Bytes;
  /** @internal Other records may have it as well. */
  declare [HEADER]?: Bytes;
  /** @internal */
  declare [OWN_HEADER]?: Bytes | undefined;
  /** @internal */
  declare [ID]: string;
  /** @internal `unread` until `json` is. */
  declare [VALUE]: unknown;

  /** Pages make one only in their tests. */
  constructor(type: K, init?: MessageEventInit<D>);
  /** @internal */
  constructor(type: string, arrival: Arrival, data: Content, lastEventId: string);
  constructor(type: string, init: MessageEventInit<D> & Partial<Arrival> = {}, data?: Content, lastEventId?: string) {
    const given = data === undefined;
    super(type, given ? init : undefined);
    for (const name of shadows) delete this[name];
    fill(
      this,
      type,
      given ? { origin: init.origin ?? '', receivedAt: Date.now() } : (init as Arrival),
      data ?? (init.data as Content | undefined) ?? '',
      lastEventId ?? init.lastEventId ?? '',
    );
  }

  /** What the server calls the event; `message` where it does not say, and in formats that have no types. */
  override get type(): K {
    return this[TYPE] as K;
  }

  /**
   * The record's text; for an event stream, its data lines joined with LF. In formats of bytes a Uint8Array of its own,
   * or what the option `binaryType` asks for.
   */
  override get data(): D {
    return dataOf(this) as D;
  }

  /** @internal Deno's MessageEvent assigns, as it is made, what those of browsers and Node keep elsewhere. */
  override set data(_: D) {
    mustBeInTheMaking(this);
  }

  /** The record as text: in formats of bytes, these decoded as UTF-8. */
  get text(): string {
    return textOf(this[DATA]);
  }

  /** The bytes ahead of the payload, in formats of bytes that have a header with more than a length in it. */
  get header(): Bytes | undefined {
    return (this[OWN_HEADER] ??= this[HEADER]?.slice());
  }

  /** The fields of the header, in formats that have some: `aws-eventstream` and `multipart`, here with names in lower case. */
  get headers(): HeaderFields | undefined {
    return this[HEADER] && fieldsOf(this[HEADER], this[ARRIVAL].head!);
  }

  /** The origin that the feed is read from. */
  override get origin(): string {
    return this[ARRIVAL].origin;
  }

  /** @internal */
  override set origin(_: string) {
    mustBeInTheMaking(this);
  }

  /** The ID in force at this event; empty in formats that have none. */
  override get lastEventId(): string {
    return this[ID];
  }

  /** @internal */
  override set lastEventId(_: string) {
    mustBeInTheMaking(this);
  }

  /** When the chunk that completed the record was read, in milliseconds since 1970. */
  get receivedAt(): number {
    return this[ARRIVAL].receivedAt;
  }

  /**
   * The record as JSON, parsed on first use and kept: by the option `parse` if there is one. With `schema`, what that
   * made of it.
   * @throws {FeedError} of type `malformed` when the record is not JSON, or `parse` throws; the first time
   *   the feed also dispatches a `malformed` event.
   */
  get json(): T {
    if (this[VALUE] === unread) this[VALUE] = parse(this);
    return this[VALUE] as T;
  }

  /** @internal */
  override get currentTarget(): EventTarget | null {
    return hearingOf(this)?.target ?? super.currentTarget;
  }

  /** @internal */
  override stopImmediatePropagation(): void {
    const hearing = hearingOf(this);
    if (hearing) hearing.stopped = true;
    else super.stopImmediatePropagation();
  }

  /**
   * Plain data, as stores and `postMessage` take it: events themselves cannot be cloned. `JSON.stringify` makes of bytes an
   * object with a number for each; of a Blob it would make nothing, and so there are bytes in its place.
   */
  toJSON(): FeedEventData<D> {
    const { type, lastEventId, origin, receivedAt, header, headers } = this;
    const data = (this.data instanceof Blob ? this[DATA] : this.data) as D;
    const more = header && (headers ? { header, headers } : { header });
    return { type, data, lastEventId, origin, receivedAt, ...more };
  }
}

/** Members that a MessageEvent has as properties of its own, as happy-dom's does: they would hide a FeedEvent's. */
const bare = new MessageEvent('');
const shadows = (['data', 'origin', 'lastEventId'] as const).filter((name) => Object.hasOwn(bare, name));

function mustBeInTheMaking(event: { readonly [ARRIVAL]: Arrival }): void {
  if (event[ARRIVAL]) throw new TypeError('An event cannot be changed.');
}

/** What a {@link FeedEvent} is as plain data. */
export interface FeedEventData<D = string> {
  /** What the server calls the event; `message` where it does not say. */
  type: string;
  /** The record as it came: its text, or its bytes as option `binaryType` has them. */
  data: D;
  /** The ID in force at this event; empty if there is none. */
  lastEventId: string;
  /** The origin that the feed is read from. */
  origin: string;
  /** When the chunk that completed the record was read, in milliseconds since 1970. */
  receivedAt: number;
  /** The bytes ahead of the payload, in formats that have a header. */
  header?: Bytes;
  /** The fields of that header, in formats that have some. */
  headers?: HeaderFields;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** What a record is as text. */
export const textOf = (content: Content): string => (typeof content === 'string' ? content : decoder.decode(content));

function dataOf(event: AnyEvent): Content | ArrayBuffer | Blob {
  const content = event[DATA];
  if (typeof content === 'string') return content;
  switch (event[ARRIVAL].binaryType) {
    case 'blob':
      return (event[OWN] ??= new Blob([content])) as Blob;
    case 'arraybuffer':
      return ownOf(event, content).buffer;
    default:
      return ownOf(event, content);
  }
}

/** The bytes of a record in a buffer of their own. */
const ownOf = (event: AnyEvent, content: Bytes): Bytes =>
  event[ARRIVAL].shares ? ((event[OWN] ??= content.slice()) as Bytes) : content;

/** What the option `parse` is given: the data, but for bytes, which need no buffer of their own to be read. */
const toParse = (event: AnyEvent): unknown => {
  const { binaryType = 'bytes' } = event[ARRIVAL];
  return binaryType === 'bytes' ? event[DATA] : event.data;
};

function parse(event: AnyEvent): unknown {
  const { parse } = event[ARRIVAL];
  try {
    return parse ? parse(toParse(event) as never) : JSON.parse(event.text);
  } catch (cause) {
    event[ARRIVAL].notJSON?.(event[DATA], event);
    event[ARRIVAL] = { ...event[ARRIVAL], notJSON: undefined }; // told
    const why = parse ? `could not be parsed (${words(cause)})` : 'is not JSON (use event.text)';
    const message = `A record beginning ${JSON.stringify(event.text.slice(0, 80))} ${why}; the feed goes on.`;
    throw new FeedError({ type: 'malformed', message, attempt: 0, final: false, cause });
  }
}

/** An event of whatever data. */
export type AnyEvent = FeedEvent<unknown, unknown>;

function fill(event: AnyEvent, type: string, arrival: Arrival, data: Content, lastEventId: string): void {
  event[ARRIVAL] = arrival;
  event[TYPE] = type;
  event[DATA] = data;
  event[ID] = lastEventId;
  event[VALUE] = unread; // so that all events have one shape, whether or not json is read
}

/** Says what a record is, which was parsed ahead of its delivery. */
export function settle(event: FeedEvent, value: unknown): void {
  event[VALUE] = value;
}

/** Gives a record of bytes its header. */
export function head(event: FeedEvent, header: Bytes): void {
  event[HEADER] = header;
}

/**
 * A constructor keeps its members within the object; one made by Object.create has them beside it, at twice the cost.
 * Consoles call its objects by the name that it has from the member, which no minifier shortens.
 */
const { FeedEvent: Light } = {
  FeedEvent: function (this: FeedEvent, type: string, arrival: Arrival, data: Content, lastEventId: string): void {
    fill(this, type, arrival, data, lastEventId);
  },
};
Light.prototype = FeedEvent.prototype;

/** Makes a FeedEvent for an iterator: the prototype without the native object. */
export const lightEvent = (type: string, arrival: Arrival, data: Content, lastEventId: string): FeedEvent =>
  new (Light as unknown as new (...fields: Parameters<typeof Light>) => FeedEvent)(type, arrival, data, lastEventId);

/** An event that was made for an iterator, as one that listeners can hear. */
export function dispatchable(event: FeedEvent): FeedEvent {
  const native = new FeedEvent(event[TYPE], event[ARRIVAL], event[DATA], event[ID]);
  native[VALUE] = event[VALUE];
  if (event[HEADER]) head(native, event[HEADER]);
  return native;
}
