import type { FeedEvent } from './events.js';
import type { CursorStore, ReconnectOptions, Resume } from './options.js';
import { veiled } from './place.js';
import { waysOf, type FullInit } from './short-forms.js';
import { storeOf } from './stores.js';

/** Begins everything that is kept, so that what somebody else left under the key is not taken for a cursor. */
const mark = 'feedsource/1 ';

/** The least time between two writes, in milliseconds: a Storage is written through to the disk. */
const writeEveryMs = 1000;

/** The longest cursor that is taken from a store, in UTF-16 units: servers refuse longer headers. */
const longest = 16384;

/**
 * The cursor of a feed: the last event ID of what the page has taken delivery of. With `resume.persist` it outlives the
 * page in a store.
 */
export class Cursor {
  /** Set for every record; {@link moved} is called for every batch. */
  id: string;
  /** What was remembered of the first answer (`resume.from`), which is kept with it. */
  from = '';
  /** The last record that waits for a loop. */
  last: FeedEvent | undefined;
  #reached = ''; // behind it
  readonly #place: Place | undefined;
  readonly #asked: string; // the mark of the request
  readonly #warn: (message: string) => void;
  readonly #shared: boolean;
  #isForgotten = false;
  #toKeep: string | undefined; // of a shared feed
  #kept: string | undefined; // what the store holds of ours
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param id The cursor to begin with.
   * @param where The URL of the feed without what may be secret: the key, if the page gives none.
   * @param markOf Gives the mark of the request that the feed is asked for with: what was kept of another is not taken.
   * @param warn Takes what went wrong with the store.
   * @param shared Other pages have the feed as well: what is kept is not this one's cursor, but what {@link keep} is told.
   */
  constructor(
    id: string,
    resume: false | 'page' | Resume | undefined,
    where: string,
    markOf: (key: string | undefined) => string,
    warn: (message: string) => void,
    shared = false,
  ) {
    this.id = id;
    this.#shared = shared;
    this.#warn = warn;
    const { persist, key } = waysOf(resume);
    this.#asked = persist ? markOf(key) : '';
    this.#place = persist && new Place(typeof persist === 'string' ? storeOf(persist) : persist, key || where);
  }

  /** Takes what the store holds, unless the page gave a cursor; a promise if the store needs time for it. */
  restore(): Promise<void> | undefined {
    const place = this.#place;
    if (!place) return undefined;
    try {
      const kept = place.get();
      if (!isPromise(kept)) return this.#take(kept);
      return Promise.resolve(kept).then(
        (late) => this.#take(late),
        (cause: unknown) => this.#failed('read', cause),
      );
    } catch (cause) {
      return this.#failed('read', cause);
    }
  }

  #take(kept: unknown): undefined {
    if (kept === undefined || kept === null) return;
    const text = typeof kept === 'string' && kept.startsWith(mark) ? kept.slice(mark.length) : undefined;
    const [cursor = '', from = '', asked = '', ...more] = text?.split('\n') ?? [];
    const isOurs = text !== undefined && cursor.length <= longest && from.length <= longest && more.length === 0;
    if (!isOurs || /[\0\r]/.test(text)) return this.#foreign();
    if (asked !== this.#asked) return;
    this.#kept = text;
    if (this.id) return;
    this.#toKeep = this.id = cursor;
    this.from = from;
  }

  #foreign(): undefined {
    this.#warn(`what was kept under ${JSON.stringify(this.#place!.key)} is no cursor, and is ignored`);
  }

  /** Takes the cursor of what the first page has taken delivery of, whichever that is. */
  keep(cursor: string): void {
    this.#toKeep = cursor;
    this.moved();
  }

  /** Takes what was remembered of the first answer. */
  remember(from: string): void {
    this.from = from;
    this.moved();
  }

  /** The feed has come to an id, which is to be that of the cursor when a loop has taken the record that came last. */
  reach(id: string, last: FeedEvent | undefined): void {
    this.last = last;
    this.#reached = id;
    if (!last) this.#move(id);
  }

  /** Moves behind a record that was taken late: a loop may come to the last ones when the answer is complete, and forgotten. */
  advance(event: FeedEvent): void {
    const isLast = event === this.last;
    if (isLast) this.last = undefined;
    if (!this.#isForgotten) this.#move(isLast ? this.#reached : event.lastEventId);
  }

  #move(id: string): void {
    this.id = id;
    this.moved();
  }

  /** There is nothing to go on with any more: the answer is complete, or the server has forgotten it. */
  forget(): void {
    this.#isForgotten = true;
    this.#toKeep = this.id = this.from = '';
  }

  /** What the store does not hold yet, if there is anything. */
  get #unwritten(): string | undefined {
    const cursor = this.#shared ? this.#toKeep : this.id;
    const text = cursor || this.from ? [cursor, this.from, this.#asked].join('\n').replace(/\n+$/, '') : cursor;
    return text === (this.#kept ?? '') ? undefined : text;
  }

  /** Sees to it that a cursor that moved is written soon. */
  moved(): void {
    if (!this.#place || this.#timer !== undefined || this.#unwritten === undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.save();
    }, writeEveryMs);
  }

  /** Writes the cursor now, if it moved. */
  save(): void {
    const cursor = this.#unwritten;
    if (!this.#place || cursor === undefined) return;
    this.#kept = cursor;
    try {
      const written = this.#place.set(mark + cursor);
      if (isPromise(written)) Promise.resolve(written).catch((cause: unknown) => this.#failed('kept', cause));
    } catch (cause) {
      this.#failed('kept', cause);
    }
  }

  #failed(what: 'read' | 'kept', cause: unknown): undefined {
    this.#warn(`the cursor could not be ${what} (${veiled(`${cause}`)})`);
  }
}

/** A key of a Storage, or of any other store. */
class Place {
  readonly #store: Storage | CursorStore;
  readonly key: string;

  constructor(store: Storage | CursorStore, key: string) {
    this.#store = store;
    this.key = key;
  }

  get(): unknown {
    return isStorage(this.#store) ? this.#store.getItem(this.key) : this.#store.get(this.key);
  }

  set(value: string): unknown {
    return isStorage(this.#store) ? this.#store.setItem(this.key, value) : this.#store.set(this.key, value);
  }
}

/**
 * Reports whether a cursor is good for one answer alone, and not for the next that a feed like it asks for: another request
 * goes on with it, or every request that may not be sent again brings an answer of its own.
 */
export function isOfOneAnswer({ resume, method, reconnect, signals }: FullInit): boolean {
  const { url, method: other, from } = waysOf(resume);
  if (url || other || from) return true;
  const { anyMethod } = reconnect || ({} as ReconnectOptions);
  const isSentOnce = !anyMethod && !/^(get|head)?$/i.test(method ?? '');
  return isSentOnce && !!signals?.some(({ then }) => then === 'end' || then === 'last');
}

const isStorage = (store: Storage | CursorStore): store is Storage => 'getItem' in store;

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | undefined)?.then === 'function';
