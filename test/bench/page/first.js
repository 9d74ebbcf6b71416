import { group, race } from './race.js';
import { exhaust, overHTTP } from './source.js';
import { waysOf } from './ways.js';

/** Time to the first event of a new feed, in a page that has loaded its library. */
export const firstCases = () => [0, 20, 100].map((delay) => ({
  dimension: 'warm', title: `warm: to the first event, server delay ${delay} ms`, delay,
}));

/** Milliseconds from now until a way brings its first record. */
export async function untilFirst(way, delay) {
  const start = performance.now();
  let first;
  await exhaust(way, overHTTP('sse', 'message', `/first?delay=${delay}`), () => (first ??= performance.now()), 'text');
  if (first === undefined) throw new Error('delivered nothing');
  return first - start;
}

export async function warm(contenders, one, { rounds }) {
  const wanted = ['hand', 'FeedSource addEventListener', 'native EventSource', 'fetch-event-source', 'eventsource'];
  const runners = waysOf(contenders, 'sse', { network: true }).filter(({ name }) => wanted.includes(name)).map((way) => ({
    name: way.name, package: way.contender.package, peer: !!way.contender.package, fails: way.fails,
    run: () => untilFirst(way, one.delay),
  }));
  // A turn takes milliseconds, and its spread is large: so there are more of them.
  return [group('warm', one.title, 'ms', 'low', await race(runners, rounds * 3, 3))];
}
