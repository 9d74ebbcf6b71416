import { compare, consumer, expected } from './consumer.js';
import { body } from './corpora.js';
import { group, race } from './race.js';
import { contentType, exhaust, overHTTP } from './source.js';
import { chosen, entrant, towards, waysOf } from './ways.js';

/** The slowest here, the browser's own EventSource, brings two or three megabytes a second. */
const patience = 15_000;

/** Over HTTP on loopback: the server writes and flushes chunk by chunk. */
export const networkCases = (all) =>
  [
    { format: 'sse', corpus: 'ticks', chunk: 65536, to: 'text' },
    { format: 'ndjson', corpus: 'ticks', chunk: 65536, to: 'objects' },
    ...(all
      ? [
          { format: 'sse', corpus: 'ticks', chunk: 1460, to: 'text' },
          { format: 'ndjson', corpus: 'tweets', chunk: 16384, to: 'objects' },
          { format: 'json-array', corpus: 'ticks', chunk: 65536, to: 'objects' },
        ]
      : []),
  ].map((one) => ({
    dimension: 'http',
    title: `HTTP: ${one.format}, ${one.corpus}, writes of ${one.chunk}, to ${one.to}`,
    ...one,
  }));

export async function network(contenders, one, options) {
  const { dimension, title, format, corpus, chunk, to } = one;
  const sent = body(format, corpus, options.megabytes * 1e6, options.seed);
  const wanted = expected(consumer, to, sent);
  await fetch('/body', { method: 'PUT', body: sent.bytes });
  const url = `/body?chunk=${chunk}&type=${encodeURIComponent(contentType(format))}`;
  const ways = chosen(waysOf(contenders, format, { network: true }), options, () => true);
  const runners = ways
    .map((way) => towards(way, to))
    .map((way) =>
      entrant(way, async () => {
        const { tally, take } = consumer(to);
        const start = performance.now();
        await exhaust(way, overHTTP(format, sent.type, sent.records, url), take, to, patience);
        const took = performance.now() - start;
        if (way.gives !== 'nothing') compare(tally, wanted);
        return sent.bytes.length / 1000 / took;
      }),
    );
  const rows = await race(runners, options);
  return [group({ dimension, title, unit: 'MB/s', better: 'high', bytes: sent.bytes.length }, rows)];
}
