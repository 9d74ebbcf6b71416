// Contenders take turns, so that a machine that slows down slows all of them.

const sorted = (list) => [...list].sort((a, b) => a - b);

/** The value that a share of the list is below. */
export const quantile = (list, share) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * share))];

export const median = (list) => quantile(list, 0.5);

const breath = () => new Promise((resolve) => setTimeout(resolve));

/**
 * Measures every runner in every round. The rounds before the first, of which no
 * values are kept, are to warm up. A runner that throws fails, and the others go on.
 *
 * @param runners [{ name, package, prepare?, run }]: run resolves to a number, or to an
 *   object of numbers of which each makes a series of its own.
 * @returns one row per runner: its series, or `fails`.
 */
export async function race(runners, rounds, warmups = 1) {
  const rows = runners.map(({ name, package: pkg = '', peer = false, fails = '' }) => ({ name, package: pkg, peer, fails, series: {} }));
  const every = async (what) => {
    for (const [i, runner] of runners.entries()) {
      if (rows[i].fails) continue;
      try {
        await breath();
        await what(runner, rows[i]);
      } catch (error) {
        rows[i].fails = error.message;
      }
    }
  };
  await every((runner) => runner.prepare?.());
  for (let round = -warmups; round < rounds; round++) {
    await every(async (runner, row) => {
      const measured = await runner.run();
      if (round < 0) return;
      const values = typeof measured === 'number' ? { '': measured } : measured;
      for (const [series, value] of Object.entries(values)) (row.series[series] ??= []).push(value);
    });
  }
  return rows;
}

/** A result as the report and the chart want it: one group per series, with medians and spread. */
export function group(dimension, title, unit, better, rows, series = '', more = {}) {
  return {
    dimension, title, unit, better, ...more,
    rows: rows.map((row) => {
      const list = row.fails ? [] : row.series[series];
      const numbers = list.length ? { median: median(list), low: Math.min(...list), high: Math.max(...list), rounds: list.length } : {};
      return { name: row.name, package: row.package, peer: row.peer, fails: row.fails, note: row.note ?? '', ...numbers };
    }),
  };
}
