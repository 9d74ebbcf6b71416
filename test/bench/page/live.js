import { clockOffset } from './clock.js';
import { compare } from './consumer.js';
import { group, quantile, race } from './race.js';
import { exhaust, overHTTP } from './source.js';
import { cpu } from './usage.js';
import { chosen, entrant, waysOf } from './ways.js';

/** By messages per second: how long a turn is, in seconds, and how many of them a round has. */
const turns = { 10: { seconds: 3, many: 1 }, 1000: { seconds: 0.2, many: 8 }, 10000: { seconds: 0.1, many: 3 } };

/** More turns than this make no p99 better that could not be told from another before. */
const enough = 40;

/** Messages of a turn that are not counted: with the first, the connection is being set up. */
const settling = 20;

/** Messages that trickle in: how late the handler hears of them, and what they cost. */
export const liveCases = (all) =>
  (all ? [10, 1000, 10000] : [1000]).map((rate) => ({
    dimension: 'live',
    title: `live: ${rate} messages a second`,
    rate,
  }));

const sum = (list) => list.reduce((total, n) => total + n, 0);

async function turn(way, rate) {
  const heard = [];
  const texts = [];
  const take = (text) => {
    heard.push(performance.now());
    texts.push(text);
  };
  const skip = rate > 10 ? settling : 0;
  const count = rate * turns[rate].seconds + skip;
  const ahead = performance.timeOrigin + clockOffset();
  const before = await cpu();
  await exhaust(way, overHTTP('sse', 'message', count, `/live?rate=${rate}&count=${count}`), take, 'text', 30_000);
  const spent = (await cpu()) - before;
  const cost = (spent * 1e6) / count;
  if (way.gives === 'nothing') return { cpu: cost, late: [] };
  const messages = texts.map((text) => JSON.parse(text));
  compare({ count: messages.length, sum: sum(messages.map(({ n }) => n)) }, { count, sum: (count * (count - 1)) / 2 });
  const late = messages.map(({ at }, i) => ahead + heard[i] - at).slice(skip);
  if (Math.min(...late) < -1)
    throw new Error('heard of a message before it was sent: the clocks of page and server differ');
  return { cpu: cost, late: late.map((ms) => Math.max(ms, 0)) }; // a clock that is set differs by some microseconds
}

const median = (list) => quantile(list.flat(), 0.5);

const p99 = (list) => quantile(list.flat(), 0.99);

/**
 * The p99 of the messages in the calmer half of the turns. Something that takes the page
 * its core for 10 ms makes ten messages late at 1000 a second, and a few such things are
 * the p99 of all: on a machine with other work, one loop then differs from itself by a
 * factor of two, but by a tenth in its calmer turns. What is left is what a contender does
 * itself, as long as it does it in every other turn; what it does more rarely, such as a
 * long collection, is only in the p99 of all turns. At 10 messages a second, the p99
 * is the second latest of a hundred: an anecdote.
 */
const calm = (list) => p99([...list].sort((a, b) => p99(a) - p99(b)).slice(0, Math.ceil(list.length / 2)));

/** A figure of all turns; and for the spread, of every fifth of them. */
const parted = (figure) => (list) => {
  const parts = Array.from({ length: Math.min(5, list.length) }, (_, i) =>
    figure(list.filter((_, at) => at % 5 === i)),
  );
  return { median: figure(list), low: Math.min(...parts), high: Math.max(...parts), rounds: list.length };
};

/** A turn has a few ticks of CPU time, too few for a median: the mean evens them out. */
const mean = (list) => sum(list) / list.length;

export async function live(contenders, one, options) {
  const { rate } = one;
  const ways = chosen(
    waysOf(contenders, 'sse', { network: true }),
    options,
    ({ main, by }) => main !== false || by === 'addEventListener',
  );
  const runners = ways.filter(({ gives }) => gives !== 'objects').map((way) => entrant(way, () => turn(way, rate)));
  const rows = await race(runners, { rounds: Math.min(options.rounds * turns[rate].many, enough) });
  const heard = rows.filter(({ name }) => name !== 'drain'); // which hears of nothing, and is the floor of the CPU time
  const about = { dimension: 'latency', unit: 'ms', better: 'low' };
  const title = `${one.title}, from server's write to handler`;
  return [
    group({ ...about, title: `${title}, p50` }, heard, 'late', parted(median)),
    group({ ...about, title: `${title}, p99 of the calmer turns` }, heard, 'late', parted(calm)),
    group({ ...about, title: `${title}, p99 of all turns` }, heard, 'late', parted(p99)),
    group({ ...about, dimension: 'cpu', title: `${one.title}, CPU per 1000 messages` }, rows, 'cpu', parted(mean)),
  ];
}
