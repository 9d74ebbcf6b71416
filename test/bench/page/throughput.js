import { compare, consumer, expected, inspector } from './consumer.js';
import { body } from './corpora.js';
import { group, race } from './race.js';
import { exhaust, inPage } from './source.js';
import { chosen, entrant, towards, waysOf } from './ways.js';

/** Rounds that do not count. Chromium compiles what is often called anew, and does so function by function for WebAssembly. */
const warmups = 3;

/** A contender that needs longer than this for the whole body is given one repetition of it, in milliseconds. */
const tooLong = 600;

const sizes = [65536, 16384, 1460, 512];

function* usual() {
  for (const format of ['ndjson', 'json-cr', 'json-crlf']) {
    for (const to of ['objects', 'text'])
      for (const chunk of [65536, 512]) yield { format, corpus: 'ticks', chunk, to };
  }
  for (const corpus of ['ticks', 'ids', 'tokens', 'tweets', 'cjk'])
    for (const chunk of [65536, 512]) yield { format: 'sse', corpus, chunk, to: 'text' };
  yield { format: 'sse', corpus: 'tokens', chunk: 1460, to: 'objects' };
  yield { format: 'ndjson', corpus: 'tweets', chunk: 16384, to: 'objects' };
  yield { format: 'length', corpus: 'ticks', chunk: 65536, to: 'text' };
  yield { format: 'json-array', corpus: 'ticks', chunk: 65536, to: 'objects' };
  yield { format: 'json', corpus: 'ticks', chunk: 65536, to: 'objects' };
  yield { format: 'ndjson', corpus: 'large', chunk: 1460, to: 'objects' };
  yield { format: 'sse', corpus: 'large', chunk: 1460, to: 'text' };
}

/** The formats of bytes, and those that a library of theirs reads, to what that gives. */
const framed = ['varint', 'u32be', 'envelope-proto', 'docker', 'aws-eventstream', 'multipart', 'cbor-seq', 'msgpack'];
const decoded = ['varint', 'envelope-proto', 'envelope-json', 'multipart', 'cbor-seq', 'msgpack'];

function* ofBytes() {
  for (const corpus of ['ticks', 'pages'])
    for (const chunk of [65536, 512]) {
      for (const format of framed) yield { format, corpus, chunk, to: 'bytes' };
      for (const format of decoded) yield { format, corpus, chunk, to: 'objects' };
    }
  for (const chunk of [65536, 512]) yield { format: 'multipart', corpus: 'pictures', chunk, to: 'bytes' };
}

function* everything() {
  for (const format of ['sse', 'ndjson', 'json-cr', 'json-crlf', 'length', 'json-array', 'json']) {
    for (const corpus of ['ticks', 'cjk', 'tweets', 'tokens', 'large']) {
      for (const chunk of sizes) for (const to of ['objects', 'text']) yield { format, corpus, chunk, to };
    }
  }
  for (const chunk of sizes) yield { format: 'sse', corpus: 'ids', chunk, to: 'text' };
}

const delivery = [
  { format: 'sse', corpus: 'ticks', chunk: 65536, to: 'text' },
  { format: 'ndjson', corpus: 'ticks', chunk: 65536, to: 'objects' },
];

const title = ({ format, corpus, chunk, to }) => `${format}, ${corpus}, chunks of ${chunk}, to ${to}`;

export const throughputCases = (all) =>
  [...(all ? everything() : usual()), ...ofBytes()].map((one) => ({
    dimension: 'throughput',
    title: title(one),
    ...one,
  }));

/** The same bodies, by every way that a contender has of delivering. */
export const deliveryCases = () =>
  delivery.map((one) => ({ dimension: 'delivery', title: `delivery: ${title(one)}`, ...one }));

/** One repetition of a body and as many as make so many megabytes, with what they hold. */
export function bodies({ format, corpus, to }, { megabytes, seed, decode }) {
  const short = body(format, corpus, Math.min(megabytes, 1) * 1e6, seed);
  const long = body(format, corpus, megabytes * 1e6, seed);
  return {
    short,
    long,
    decode: to === 'objects' ? decode : undefined,
    inspected: expected(inspector, to, short),
    wanted: { short: expected(consumer, to, short), long: expected(consumer, to, long) },
  };
}

/** Checks a contender's every byte on one repetition, and says how many megabytes a second it may do. */
async function examine(way, { short, decode, inspected }, { format, chunk, to }, patience) {
  const { tally, take } = inspector(to);
  await exhaust(way, inPage(format, short, chunk, decode), take, to, patience);
  if (way.gives !== 'nothing') compare(tally, inspected);
  const start = performance.now();
  await exhaust(way, inPage(format, short, chunk, decode), consumer(to).take, to, patience);
  return short.bytes.length / 1000 / (performance.now() - start);
}

/** Megabytes a second of one turn, with the body that is the way's size. */
export async function time(way, { [way.size]: sent, decode, wanted }, { format, chunk, to }, patience) {
  const { tally, take } = consumer(to);
  const source = inPage(format, sent, chunk, decode);
  const start = performance.now();
  await exhaust(way, source, take, to, patience);
  const took = performance.now() - start;
  if (way.gives !== 'nothing') compare(tally, wanted[way.size]);
  return sent.bytes.length / 1000 / took;
}

/**
 * Where only the best peer counts, one who seems to be less than half as fast does not
 * race. That is known after the first two bodies, cold as the code is.
 */
function outrun({ peer, name, guess }, runners, { names }) {
  if (!names || !peer || names.includes(name)) return false;
  const best = Math.max(...runners.filter((other) => other.peer).map((other) => other.guess ?? 0));
  return guess < best / 2;
}

export async function throughput(contenders, one, options) {
  const all = bodies(one, options);
  const { patience } = options;
  const ways = chosen(
    waysOf(contenders, one.format),
    options,
    ({ main }) => main !== false || one.dimension === 'delivery',
  );
  const runners = ways
    .map((way) => towards(way, one.to))
    .map((way) => {
      const runner = entrant(way, () => time(way, all, one, patience));
      runner.prepare = async () => {
        runner.guess = await examine(way, all, one, patience);
        way.size = all.long.bytes.length / 1000 / runner.guess > tooLong ? 'short' : 'long';
      };
      return runner;
    });
  const rows = await race(runners, {
    rounds: options.rounds,
    most: options.most,
    warmups,
    dismiss: (runner) => outrun(runner, runners, options),
  });
  const { dimension, title } = one;
  return [group({ dimension, title, unit: 'MB/s', better: 'high', bytes: all.long.bytes.length }, rows)];
}
