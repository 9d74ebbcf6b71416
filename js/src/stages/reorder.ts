import { Arrivals } from './arrivals.js';
import { Hold } from './hold.js';
import { mustBeFunction, mustBeOptions, mustBeWhole, mustKnow } from '../must.js';

/** How events are put in order. */
export interface ReorderOptions<E> {
  /**
   * The time of an event, in any unit. Undefined or NaN: it has none, and stays after
   * those that came before it. A time far ahead makes late what comes after it, so leave
   * out one that you do not believe. What the function throws ends the stage.
   */
  time: (event: E) => number | undefined;
  /**
   * How long an event is held, in milliseconds since it was taken from the source: the
   * delay that the order costs, and the longest delay that it makes good. A whole number
   * from 1 to 2^30.
   * @default 1000
   */
  holdMs?: number | undefined;
  /**
   * When this many events are held the earliest leaves. A whole number from 1 to 2^30.
   * @default 1000
   */
  limit?: number | undefined;
}

/**
 * Delivers events in order of time, as far as holding them for `holdMs` can. Nothing is
 * dropped: an event that is older than one delivered before goes on at once. Events of
 * one time keep the order in which they came. When the source ends (a feed that is closed
 * does) or throws, what is held is delivered first. While the loop is busy the source is
 * not read.
 *
 * @example
 * const messages = new FeedSource<{ sent: string }>(url);
 * const inOrder = reorder(messages, { time: ({ json }) => Date.parse(json.sent), holdMs: 2000 });
 * for await (const { json } of inOrder) show(json);
 *
 * @throws {TypeError} at the first event: an option has a value that it cannot have.
 */
export async function* reorder<E>(
  source: AsyncIterable<E>,
  options: ReorderOptions<E>,
): AsyncGenerator<E, void, undefined> {
  mustBeOptions('reorder', options ?? null, '{ time: (event) => event.json.time }');
  const unused = ['key', 'deleted']; // which `twitter` has for withoutDeleted
  mustKnow('reorder.', options, ['time', 'holdMs', 'limit', ...unused]);
  const { time, holdMs = 1000, limit = 1000 } = options;
  mustBeFunction('time', time ?? null);
  mustBeWhole('holdMs', holdMs);
  mustBeWhole('limit', limit);
  const arrivals = new Arrivals(source);
  const held = new Hold<E>();
  try {
    while (!arrivals.over) {
      const came = await arrivals.next(held.due - performance.now());
      if (came && !held.push(came.value, time(came.value) ?? NaN, performance.now() + holdMs)) yield came.value;
      while (held.size >= limit || held.due <= performance.now()) yield held.pop();
    }
    while (held.size > 0) yield held.pop();
    if (arrivals.failure) throw arrivals.failure.error;
  } finally {
    await arrivals.leave();
  }
}
