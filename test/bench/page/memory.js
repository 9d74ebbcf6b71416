import { compare } from './consumer.js';
import { body } from './corpora.js';
import { cpu } from './live.js';
import { group, race } from './race.js';
import { exhaust, silent } from './source.js';
import { wasmMemory } from './wasm-memory.js';
import { waysOf } from './ways.js';

const chunk = 65536;

export const heapCases = (all) => (all ? [{ dimension: 'heap', title: 'heap: growth after 1 GB of event stream, still open', bytes: 1e9 }] : []);

export const idleCases = (all) => (all ? [1, 10, 100] : []).map((count) => ({
  dimension: 'idle', title: `idle: ${count} open feed${count > 1 ? 's' : ''}`, count,
}));

/** What is in use after a collection: the heap, what it holds outside, and WebAssembly memory. */
export const heap = async () => Number(await (await fetch('/heap')).text()) + wasmMemory();

const contestants = ['hand', 'FeedSource batches()', 'FeedSource addEventListener', 'eventsource', 'fetch-event-source', 'eventsource-parser onEvent', 'eventsource-client'];

const runnersOf = (contenders, run) => waysOf(contenders, 'sse').filter(({ name }) => contestants.includes(name)).map((way) => ({
  name: way.name, package: way.contender.package, peer: !!way.contender.package, fails: way.fails, run: () => run(way),
}));

/** A gigabyte that is never held: a megabyte again and again, and a look at the heap before the end. */
async function streamed(way, unit, bytes) {
  const before = await heap();
  let after;
  let at = 0;
  const stream = new ReadableStream({
    async pull(controller) {
      if (at < bytes) {
        const from = at % unit.bytes.length;
        const part = unit.bytes.slice(from, from + chunk);
        at += part.length;
        return controller.enqueue(part);
      }
      after = await heap();
      return controller.close();
    },
  }, { highWaterMark: 0 });
  const source = { format: 'sse', type: 'message', url: 'http://bench.invalid/', network: false };
  source.fetch = async () => new Response(stream, { headers: { 'Content-Type': 'text/event-stream' } });
  let count = 0;
  await exhaust(way, source, () => count++, 'text');
  const repetitions = at / unit.bytes.length;
  if (count < Math.floor(repetitions) * unit.texts.length) throw new Error(`delivered ${count} records`);
  return Math.max(after - before, 10_000) / 1e6; // less than 10 KB is chance
}

/** One round, without a warm-up: what a library takes for good counts as growth. */
export async function heapAfter(contenders, one, { seed }) {
  const unit = body('sse', 'ticks', 1e6, seed);
  const rows = await race(runnersOf(contenders, (way) => streamed(way, unit, one.bytes)), 1, 0);
  return [group('heap', one.title, 'MB', 'low', rows)];
}

async function idling(way, count) {
  const before = await heap();
  const source = silent('data: {"n":1}\n\n');
  const start = performance.now();
  let ended;
  let heard = 0;
  await new Promise((resolve, reject) => {
    const take = () => ++heard === count && resolve();
    ended = Promise.all(Array.from({ length: count }, () => exhaust(way, source, take, 'text')));
    ended.catch(reject);
  });
  const opened = performance.now() - start;
  const kilobytes = ((await heap()) - before) / 1000 / count;
  const spent = await cpu();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const busy = ((await cpu()) - spent) * 500;
  source.close();
  await ended;
  compare({ count: heard, sum: 0 }, { count, sum: 0 });
  return { opened, kilobytes, busy };
}

export async function idle(contenders, one, { rounds }) {
  const rows = await race(runnersOf(contenders, (way) => idling(way, one.count)), Math.min(rounds, 3));
  return [
    group('idle', `${one.title}, until all have their first event`, 'ms', 'low', rows, 'opened'),
    group('idle', `${one.title}, heap for each`, 'KB', 'low', rows, 'kilobytes'),
    group('idle', `${one.title}, CPU while nothing comes`, 'ms/s', 'low', rows, 'busy'),
  ];
}
