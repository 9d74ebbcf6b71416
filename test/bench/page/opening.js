import { group, race } from './race.js';
import { exhaust, inPage } from './source.js';
import { chosen, entrant, waysOf } from './ways.js';

/** What a feed costs beside its records: one that is made, asked for by a fetch of the page's, brings one record and ends. */
export const openingCases = () => [
  { dimension: 'opening', title: 'opening: a feed of one record, from made to ended' },
];

/** Feeds one after the other that make one figure: a single one is too short for the clock. */
const feeds = 50;

const encoder = new TextEncoder();
const body = { bytes: encoder.encode('data: {"n":1,"text":"one"}\n\n'), type: 'message', records: 1 };

/** Milliseconds for a feed. */
async function open(way) {
  let count = 0;
  const start = performance.now();
  for (let i = 0; i < feeds; i++) await exhaust(way, inPage('sse', body, body.bytes.length), () => count++, 'text');
  if (count !== feeds) throw new Error(`delivered ${count} records of ${feeds}`);
  return (performance.now() - start) / feeds;
}

export async function opening(contenders, { dimension, title }, options) {
  const ways = chosen(waysOf(contenders, 'sse'), options, () => true).filter(({ gives }) => gives !== 'nothing');
  const runners = ways.map((way) => entrant(way, () => open(way)));
  const rows = await race(runners, { rounds: options.rounds, most: options.most, warmups: 3 });
  return [group({ dimension, title, unit: 'ms', better: 'low' }, rows)];
}
