// Contenders take turns, so that a machine that slows down slows all of them.
import { chance } from './chance.js';

const sorted = (list) => [...list].sort((a, b) => a - b);

/** The value that a share of the list is below. */
export const quantile = (list, share) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * share))];

const breath = () => new Promise((resolve) => setTimeout(resolve));

/** A list in an order of chance: none is always the one who comes after the greatest litterer. */
function shuffled(list, pick) {
  const left = [...list];
  return list.map(() => left.splice(pick(left.length), 1)[0]);
}

/** How long a runner may race beyond the rounds that all race, in milliseconds. */
const enough = 2000;

/**
 * Measures every runner in every round. The rounds before the first, of which no
 * values are kept, are to warm up. A runner that throws fails, and the others go on.
 * Those whose turns are short race on, up to `most` rounds: the ratio of two medians of 7
 * moved by a fifth from run to run, of 31 by a twentieth.
 *
 * @param runners [{ name, package, prepare?, run }]: run resolves to a number, or to an
 *   object of numbers or lists of which each makes a series of its own.
 * @param dismiss is asked once, after prepare, which runners need not race: they leave no row.
 * @returns one row per runner: its series, or `fails`.
 */
export async function race(runners, { rounds, most = rounds, warmups = 1, dismiss = () => false }) {
  let entries = runners.map((runner) => {
    const { name, package: pkg = '', peer = false, fails = '' } = runner;
    return { runner, spent: 0, row: { name, package: pkg, peer, fails, series: {} } };
  });
  const every = async (list, what) => {
    for (const entry of list) {
      if (entry.row.fails) continue;
      try {
        await breath();
        await what(entry);
      } catch (error) {
        entry.row.fails = `${error?.message ?? error}`;
      }
    }
  };
  await every(entries, ({ runner }) => runner.prepare?.());
  entries = entries.filter(({ runner, row }) => row.fails || !dismiss(runner));
  const pick = chance(1);
  for (let round = -warmups; round < most; round++) {
    const racing = entries.filter(({ spent }) => round < rounds || spent < enough);
    await every(shuffled(racing, pick), async (entry) => {
      const start = performance.now();
      const measured = await entry.runner.run();
      if (round < 0) return;
      entry.spent += performance.now() - start;
      const { row } = entry;
      const values = typeof measured === 'number' ? { '': measured } : measured;
      for (const [series, value] of Object.entries(values)) (row.series[series] ??= []).push(value);
    });
  }
  return entries.map(({ row }) => row);
}

/** Of one number per round: the median, and how far they spread. */
const ofRounds = (list) => ({
  median: quantile(list, 0.5),
  low: Math.min(...list),
  high: Math.max(...list),
  rounds: list.length,
});

/**
 * A result as the report and the chart want it: one group per series, with medians and spread.
 *
 * @param about { dimension, title, unit, better, note?, bytes? }
 * @param summary makes the figures of a row from what its rounds gave.
 */
export function group(about, rows, series = '', summary = ofRounds) {
  return {
    ...about,
    rows: rows.map(({ name, package: pkg, peer, fails, series: all }) => ({
      name,
      package: pkg,
      peer,
      fails,
      ...(fails ? {} : summary(all[series])),
    })),
  };
}
