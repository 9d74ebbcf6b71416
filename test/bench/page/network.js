import { compare, consumer, expected } from './consumer.js';
import { body } from './corpora.js';
import { group, race } from './race.js';
import { contentType, exhaust, overHTTP } from './source.js';
import { towards, waysOf } from './ways.js';

/** Over HTTP on loopback: the server writes and flushes chunk by chunk. */
export const networkCases = (all) => [
  { format: 'sse', corpus: 'ticks', chunk: 65536, to: 'text' },
  { format: 'ndjson', corpus: 'ticks', chunk: 65536, to: 'objects' },
  ...(all ? [
    { format: 'sse', corpus: 'ticks', chunk: 1460, to: 'text' },
    { format: 'ndjson', corpus: 'tweets', chunk: 16384, to: 'objects' },
    { format: 'json-array', corpus: 'ticks', chunk: 65536, to: 'objects' },
  ] : []),
].map((one) => ({
  dimension: 'http', title: `HTTP: ${one.format}, ${one.corpus}, writes of ${one.chunk}, to ${one.to}`, ...one,
}));

export async function network(contenders, one, { rounds, megabytes, seed }) {
  const { format, corpus, chunk, to } = one;
  const sent = body(format, corpus, megabytes * 1e6, seed);
  const wanted = expected(consumer, to, sent);
  await fetch('/body', { method: 'PUT', body: sent.bytes });
  const url = `/body?chunk=${chunk}&type=${encodeURIComponent(contentType(format))}`;
  const runners = waysOf(contenders, format, { network: true }).map((way) => towards(way, to)).map((way) => ({
    name: way.name, package: way.contender.package, peer: !!way.contender.package, fails: way.fails,
    run: async () => {
      const { tally, take } = consumer(to);
      const start = performance.now();
      await exhaust(way, overHTTP(format, sent.type, url), take, to);
      const took = performance.now() - start;
      if (way.gives !== 'nothing') compare(tally, wanted);
      return sent.bytes.length / 1000 / took;
    },
  }));
  return [group('http', one.title, 'MB/s', 'high', await race(runners, rounds), '', { bytes: sent.bytes.length })];
}
