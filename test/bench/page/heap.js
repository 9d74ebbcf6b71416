import { body } from './corpora.js';
import { group, race } from './race.js';
import { exhaust, made } from './source.js';
import { heap } from './usage.js';
import { wasmMemory } from './wasm-memory.js';
import { chosen, entrant, waysOf } from './ways.js';

const chunk = 65536;
const patience = 180_000;

export const heapCases = () => [{ dimension: 'heap', title: 'heap: after a long event stream, still open' }];

export const longLived = [
  'hand',
  'FeedSource batches()',
  'FeedSource addEventListener',
  'eventsource',
  'fetch-event-source',
  'eventsource-parser onEvent',
  'eventsource-client onMessage',
];

/**
 * A stream that is never held: a megabyte again and again, and a look at the heap before
 * its end. A leak shows as growth in proportion to the stream; what a library takes once
 * and for good, and what V8 compiles, is in the growth as well, since there is no warm-up.
 * WebAssembly memory never shrinks: that it does not grow after the first tenth says that
 * what comes is let go of.
 */
async function streamed(way, unit, bytes) {
  const before = await heap();
  let after, early;
  let at = 0;
  const source = made('sse', 'message', 0, async (controller) => {
    if (at >= bytes / 10) early ??= wasmMemory();
    if (at < bytes || at % unit.bytes.length > 0) {
      const from = at % unit.bytes.length;
      const part = unit.bytes.slice(from, from + chunk);
      at += part.length;
      return controller.enqueue(part);
    }
    after = await heap();
    return controller.close();
  });
  let count = 0;
  await exhaust(way, source, () => count++, 'text', patience);
  const whole = Math.floor(at / unit.bytes.length) * unit.texts.length;
  if (count < whole) throw new Error(`delivered ${count} records of ${whole} or more`);
  return { growth: Math.max(0, after - before) / 1e6, wasm: (wasmMemory() - early) / 1e6 };
}

/** One round: WebAssembly memory that has grown in one would not grow in another. */
export async function heapAfter(contenders, one, options) {
  const bytes = options.stream * 1e6;
  const unit = body('sse', 'ticks', 1e6, options.seed);
  const ways = chosen(waysOf(contenders, 'sse'), options, ({ name }) => longLived.includes(name));
  const runners = ways
    .filter(({ gives }) => gives !== 'nothing')
    .map((way) => entrant(way, () => streamed(way, unit, bytes)));
  const rows = await race(runners, { rounds: 1, warmups: 0 });
  const about = { dimension: one.dimension, unit: 'MB', better: 'low', bytes };
  return [
    group({ ...about, title: `${one.title}, growth` }, rows, 'growth'),
    group({ ...about, title: `${one.title}, WebAssembly memory since the first tenth of it` }, rows, 'wasm'),
  ];
}
