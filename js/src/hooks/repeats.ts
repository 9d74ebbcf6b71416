import type { Dedupe, FeedEvent, FeedSourceInit, Member } from 'feedsource';
import { memberOf } from '../pointer.js';

type Option = FeedSourceInit['dedupe'];
type Record = FeedEvent<unknown, unknown>;

/** How many records a feed remembers, if it is not said. */
const usual = 1000;

/**
 * Knows the records of a feed that was closed, for the one that is opened in its place, whose own memory begins anew. Of those
 * that it would know by their key it knows the ones that come again as they were.
 */
export class Repeats {
  readonly #dedupe: Option;
  #latest: readonly Record[] = [];
  #before: ReadonlySet<string | undefined> = new Set();

  constructor(dedupe: Option) {
    this.#dedupe = dedupe;
  }

  /** Another feed follows, which goes on with this one. */
  reopened(): void {
    this.#before = new Set(this.#latest.map((record) => this.#mark(record)));
  }

  /** Another feed follows, which begins anew. */
  forget(): void {
    this.#latest = [];
  }

  /** Without those that had come before. */
  fresh<E extends Record>(records: readonly E[]): readonly E[] {
    if (this.#dedupe === undefined || this.#dedupe === false) return records;
    const fresh = this.#before.size > 0 ? records.filter((record) => !this.#isRepeated(record)) : records;
    const { window = usual } = Object(this.#dedupe) as { window?: number };
    this.#latest = [...this.#latest, ...fresh].slice(-window);
    return fresh;
  }

  #isRepeated(record: Record): boolean {
    const mark = this.#mark(record);
    return mark !== undefined && this.#before.has(mark);
  }

  /** The record, if it has all of its key. */
  #mark(record: Record): string | undefined {
    const { key = this.#dedupe } = Object(this.#dedupe) as { key?: Dedupe['key'] };
    const { lastEventId, text, headers } = record;
    if (key === 'id') return lastEventId ? `${lastEventId}\n${text}` : undefined;
    const has = (member: Member) =>
      (typeof member === 'string' ? memberOf(text, member) : headers?.[member.header]) !== undefined;
    return ([key].flat() as Member[]).every(has) ? text : undefined;
  }
}
