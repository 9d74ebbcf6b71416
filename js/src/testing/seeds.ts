import { mustBeGiven } from '../must.js';

/**
 * Runs a test for seeds in turn; what it throws says for which. To see that one again, give its seed alone.
 *
 * @param seeds Which, or how many from 1 on.
 * @throws {TypeError} there are none, or the test is no function.
 * @example
 * await forSeeds(5, async (seed) => {
 *   const fake = fakeFeed({ autoAdvance: true }).send('one', 'two').silence().chaos(seed);
 *   const texts: string[] = [];
 *   for await (const { data } of new FeedSource('https://feeds.example/', { fetch: fake.fetch })) {
 *     if (texts.push(data) === 2) break;
 *   }
 *   if (`${texts}` !== 'one,two') throw new Error(`got ${texts}`);
 * });
 */
export async function forSeeds(seeds: number | Iterable<number>, test: (seed: number) => unknown): Promise<void> {
  const isList = typeof seeds === 'object' && seeds !== null && Symbol.iterator in seeds;
  const fits = isList || (Number.isInteger(seeds) && (seeds as number) > 0);
  mustBeGiven('seeds', seeds, fits, 'a list of seeds, or how many there are, from 1');
  mustBeGiven('test', test, typeof test === 'function', 'a function of a seed');
  for (const seed of typeof seeds === 'number' ? upTo(seeds) : seeds) {
    try {
      await test(seed);
    } catch (thrown) {
      throw named(thrown, seed);
    }
  }
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

/** The same error, so that test runners show what it compares, with the seed ahead of its message. */
function named(thrown: unknown, seed: number): Error {
  const said = `With seed ${seed}: `;
  if (!isError(thrown)) return new Error(`${said}${String(thrown)}`, { cause: thrown });
  const { message, stack } = thrown;
  thrown.message = said + message;
  if (stack?.includes(message)) thrown.stack = stack.replace(message, () => thrown.message);
  return thrown;
}

/** Of another realm's as well, since test runners have several. */
const isError = (thrown: unknown): thrown is Error => Object.prototype.toString.call(thrown) === '[object Error]';
