import { compare } from './consumer.js';
import { longLived } from './heap.js';
import { group, race } from './race.js';
import { exhaust, silent } from './source.js';
import { cpu, heap } from './usage.js';
import { chosen, entrant, waysOf } from './ways.js';

export const idleCases = (all) =>
  (all ? [1, 10, 100] : []).map((count) => ({
    dimension: 'idle',
    title: `idle: ${count} open feed${count > 1 ? 's' : ''}`,
    count,
  }));

/** Opens so many feeds and waits until each has its first event; close() ends them. */
async function opened(way, count) {
  const source = silent('data: {"n":1}\n\n');
  let heard = 0;
  let ended;
  await new Promise((resolve, reject) => {
    const take = () => ++heard === count && resolve();
    ended = Promise.all(Array.from({ length: count }, () => exhaust(way, source, take, 'text', 30_000)));
    ended.catch(reject);
  });
  return async () => {
    source.close();
    await ended;
    compare({ count: heard, sum: 0 }, { count, sum: 0 });
  };
}

/**
 * A first feed, closed again, takes what a library takes once. WebAssembly memory grows in
 * steps of some hundred kilobytes and never shrinks, so that what a feed needs of it is
 * seen with a hundred of them, the first time that there are so many: most is the highest
 * of the rounds, and one feed alone shows what JavaScript holds. That is also why only
 * one way of FeedSource takes part: another would find the memory grown. A tick of the CPU time is
 * 2.5 ms/s over a silence of 4 s, and one or two say nothing.
 */
async function idling(way, count, silence) {
  await (await opened(way, 1))();
  const before = await heap();
  const start = performance.now();
  const close = await opened(way, count);
  const took = performance.now() - start;
  const kilobytes = ((await heap()) - before) / 1000 / count;
  const spent = await cpu();
  await new Promise((resolve) => setTimeout(resolve, silence));
  const busy = ((await cpu()) - spent) * (1e6 / silence);
  await close();
  return { opened: took, kilobytes, busy };
}

const most = (list) => ({
  median: Math.max(...list),
  low: Math.min(...list),
  high: Math.max(...list),
  rounds: list.length,
});

export async function idle(contenders, one, options) {
  const ways = chosen(
    waysOf(contenders, 'sse'),
    options,
    ({ name }) => longLived.includes(name) && name !== 'FeedSource batches()',
  );
  const runners = ways
    .filter(({ gives }) => gives !== 'nothing')
    .map((way) => entrant(way, () => idling(way, one.count, options.silence)));
  const rows = await race(runners, { rounds: Math.min(options.rounds, 3), warmups: 0 });
  const about = { dimension: one.dimension, better: 'low' };
  return [
    group({ ...about, title: `${one.title}, until all have their first event`, unit: 'ms' }, rows, 'opened'),
    group({ ...about, title: `${one.title}, memory for each, most`, unit: 'KB' }, rows, 'kilobytes', most),
    group({ ...about, title: `${one.title}, CPU while nothing comes`, unit: 'ms/s' }, rows, 'busy'),
  ];
}
