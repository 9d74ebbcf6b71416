import { group, race } from './race.js';
import { bodies, time } from './throughput.js';
import { chosen, entrant, towards, waysOf } from './ways.js';

/** Whether the cost of a byte grows with the size of the record that it is in. */
export const linearCases = () =>
  [
    { format: 'ndjson', to: 'objects' },
    { format: 'sse', to: 'text' },
  ].map(({ format, to }) => ({
    dimension: 'linear',
    title: `linear: ${format} to ${to}, chunks of 1460, a byte of a 4 MiB record beside one of 64 KiB`,
    format,
    to,
    chunk: 1460,
  }));

/**
 * Both bodies are read in one turn, and their ratio is what counts. What looks at a record
 * from its beginning with every chunk takes up to 64 times as long for a byte of the larger
 * one; a cost that is linear is higher there only by what caches do.
 */
export async function linear(contenders, one, options) {
  const small = bodies({ ...one, corpus: 'middling' }, { ...options, megabytes: 4 });
  const large = bodies({ ...one, corpus: 'large' }, { ...options, megabytes: 4 });
  const { patience } = options;
  const runners = chosen(waysOf(contenders, one.format), options)
    .map((way) => towards(way, one.to))
    .filter(({ gives }) => gives !== 'nothing')
    .map((way) => {
      way.size = 'long';
      return entrant(way, async () => {
        const few = await time(way, small, one, patience);
        return few / (await time(way, large, one, patience));
      });
    });
  const rows = await race(runners, { rounds: options.rounds });
  const { dimension, title } = one;
  return [group({ dimension, title, unit: '×', better: 'low', bytes: large.long.bytes.length }, rows)];
}
