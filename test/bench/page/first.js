import { group, race } from './race.js';
import { exhaust, overHTTP } from './source.js';
import { chosen, entrant, waysOf } from './ways.js';

/** Time to the first event of a new feed, in a page that has loaded its library. */
export const firstCases = () =>
  [0, 20, 100].map((delay) => ({
    dimension: 'warm',
    title: `warm: to the first event, server delay ${delay} ms`,
    delay,
  }));

const contestants = ['hand', 'FeedSource addEventListener', 'native EventSource', 'fetch-event-source', 'eventsource'];

/** Milliseconds from now until a way brings its first record. */
export async function untilFirst(way, delay) {
  const start = performance.now();
  let first;
  await exhaust(
    way,
    overHTTP('sse', 'message', 1, `/first?delay=${delay}`),
    () => (first ??= performance.now()),
    'text',
  );
  if (first === undefined) throw new Error('delivered nothing');
  return first - start;
}

export async function warm(contenders, one, options) {
  const ways = chosen(waysOf(contenders, 'sse', { network: true }), options, ({ name }) => contestants.includes(name));
  const runners = ways
    .filter(({ gives }) => gives !== 'nothing')
    .map((way) => entrant(way, () => untilFirst(way, one.delay)));
  // A turn takes milliseconds, and its spread is large: so there are more of them.
  const rows = await race(runners, { rounds: options.rounds * 3, warmups: 3 });
  const { dimension, title } = one;
  return [group({ dimension, title, unit: 'ms', better: 'low' }, rows)];
}
