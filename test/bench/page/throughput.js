import { compare, consumer, expected, inspector } from './consumer.js';
import { body } from './corpora.js';
import { group, race } from './race.js';
import { exhaust, inPage } from './source.js';
import { towards, waysOf } from './ways.js';

/** A contender that needs longer than this for the whole body is given one repetition of it. */
const tooLong = 2500;

const sizes = [65536, 16384, 1460, 512];

function* quick() {
  for (const format of ['ndjson', 'json-cr', 'json-crlf']) {
    for (const to of ['objects', 'text']) for (const chunk of [65536, 512]) yield { format, corpus: 'ticks', chunk, to };
  }
  yield { format: 'sse', corpus: 'ticks', chunk: 65536, to: 'text' };
  yield { format: 'sse', corpus: 'ticks', chunk: 512, to: 'text' };
  yield { format: 'sse', corpus: 'cjk', chunk: 65536, to: 'text' };
  yield { format: 'sse', corpus: 'tokens', chunk: 1460, to: 'objects' };
  yield { format: 'ndjson', corpus: 'tweets', chunk: 16384, to: 'objects' };
  yield { format: 'length', corpus: 'ticks', chunk: 65536, to: 'text' };
  yield { format: 'json-array', corpus: 'ticks', chunk: 65536, to: 'objects' };
  yield { format: 'json', corpus: 'ticks', chunk: 65536, to: 'objects' };
  yield { format: 'ndjson', corpus: 'large', chunk: 1460, to: 'objects' };
  yield { format: 'sse', corpus: 'large', chunk: 1460, to: 'text' };
}

function* everything() {
  for (const format of ['sse', 'ndjson', 'json-cr', 'json-crlf', 'length', 'json-array', 'json']) {
    for (const corpus of ['ticks', 'cjk', 'tweets', 'tokens', 'large']) {
      for (const chunk of sizes) for (const to of ['objects', 'text']) yield { format, corpus, chunk, to };
    }
  }
}

const delivery = [
  { format: 'sse', corpus: 'ticks', chunk: 65536, to: 'text', delivery: true },
  { format: 'ndjson', corpus: 'ticks', chunk: 65536, to: 'objects', delivery: true },
];

const title = ({ format, corpus, chunk, to }) => `${format}, ${corpus}, chunks of ${chunk}, to ${to}`;

const named = (dimension, list) => list.map((one) => ({ dimension, title: title(one), ...one }));

export const throughputCases = (all) => named('throughput', [...(all ? everything() : quick())]);
export const deliveryCases = () => named('delivery', delivery);

/** Checks a contender's every character on one repetition, and finds out how much it can be given. */
async function examine(way, bodies, { format, chunk, to }) {
  const { tally, take } = inspector(to);
  await exhaust(way, inPage(format, bodies.short, chunk), take, to);
  if (way.gives !== 'nothing') compare(tally, bodies.inspected);
  const start = performance.now();
  await exhaust(way, inPage(format, bodies.short, chunk), consumer(to).take, to);
  return (performance.now() - start) * bodies.long.times > tooLong ? 'short' : 'long';
}

async function time(way, bodies, size, { format, chunk, to }) {
  const { tally, take } = consumer(to);
  const source = inPage(format, bodies[size], chunk);
  const start = performance.now();
  await exhaust(way, source, take, to);
  const took = performance.now() - start;
  if (way.gives !== 'nothing') compare(tally, bodies.wanted[size]);
  return bodies[size].bytes.length / 1000 / took;
}

export async function throughput(contenders, one, { rounds, megabytes, seed }) {
  const { format, corpus, to } = one;
  const bytes = megabytes * 1e6;
  const short = body(format, corpus, Math.min(bytes, 1e6), seed);
  const long = body(format, corpus, bytes, seed);
  const bodies = {
    short, long, inspected: expected(inspector, to, short),
    wanted: { short: expected(consumer, to, short), long: expected(consumer, to, long) },
  };
  const ways = waysOf(contenders, format).filter((way) => one.delivery || way.main !== false).map((way) => towards(way, to));
  const runners = ways.map((way) => {
    let size = 'long';
    return {
      name: way.name, package: way.contender.package, peer: !!way.contender.package, fails: way.fails,
      prepare: async () => { size = await examine(way, bodies, one); },
      run: () => time(way, bodies, size, one),
    };
  });
  const { dimension } = one;
  return [group(dimension, one.title, 'MB/s', 'high', await race(runners, rounds), '', { bytes: long.bytes.length })];
}
