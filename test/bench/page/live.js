import { compare } from './consumer.js';
import { group, quantile, race } from './race.js';
import { exhaust, overHTTP } from './source.js';
import { waysOf } from './ways.js';

/** Seconds of a turn by messages per second: a p99 wants some hundred messages. */
const turns = { 10: 12, 1000: 1, 10000: 1 };

/** Messages that trickle in: how late the handler hears of them, and what they cost. */
export const liveCases = (all) => (all ? [10, 1000, 10000] : [1000]).map((rate) => ({
  dimension: 'live', title: `live: ${rate} messages a second`, rate,
}));

/** CPU time of the page's process in seconds, by the browser's own account. */
export const cpu = async () => Number(await (await fetch('/cpu')).text());

/** How far the server's clock is ahead of the page's, by the quickest of many round trips:
 * half of that trip is the most that it can be wrong by. */
async function clockOffset() {
  let best = Infinity;
  let offset = 0;
  for (let i = 0; i < 200; i++) {
    const sent = performance.now();
    const server = Number(await (await fetch('/clock')).text());
    const trip = performance.now() - sent;
    if (trip < best) [best, offset] = [trip, server - (performance.timeOrigin + sent + trip / 2)];
  }
  return offset;
}

async function turn(way, rate) {
  const heard = [];
  const texts = [];
  const take = (text) => {
    heard.push(performance.now());
    texts.push(text);
  };
  const count = rate * turns[rate];
  const offset = await clockOffset();
  const before = await cpu();
  await exhaust(way, overHTTP('sse', 'message', `/live?rate=${rate}&count=${count}`), take, 'text');
  const spent = (await cpu()) - before;
  const messages = texts.map((text) => JSON.parse(text));
  const sum = (list) => list.reduce((total, n) => total + n, 0);
  compare({ count: messages.length, sum: sum(messages.map(({ n }) => n)) }, { count, sum: (count * (count - 1)) / 2 });
  const late = messages.map(({ at }, i) => performance.timeOrigin + heard[i] + offset - at);
  return { p50: quantile(late, 0.5), p99: quantile(late, 0.99), cpu: (spent * 1e6) / count };
}

export async function live(contenders, one, { rounds }) {
  const ways = waysOf(contenders, 'sse', { network: true })
    .filter(({ gives, main, by }) => gives !== 'nothing' && gives !== 'objects' && (main !== false || by === 'addEventListener'));
  const runners = ways.map((way) => ({
    name: way.name, package: way.contender.package, peer: !!way.contender.package, fails: way.fails, run: () => turn(way, one.rate),
  }));
  const rows = await race(runners, rounds);
  return [
    group('latency', `${one.title}, from server's write to handler, p50`, 'ms', 'low', rows, 'p50'),
    group('latency', `${one.title}, from server's write to handler, p99`, 'ms', 'low', rows, 'p99'),
    group('cpu', `${one.title}, CPU per 1000 messages`, 'ms', 'low', rows, 'cpu'),
  ];
}
