import { overflow } from '/dist/stages.js';
import { fail, feed, pause } from './feeds.js';
import { all, script } from './sources.js';

export async function overflowPolicies() {
  const slow = async (source) => {
    const list = [];
    for await (const e of source) {
      list.push(e);
      await pause(20);
    }
    return [list, source.dropped];
  };
  const numbers = (n) => Array.from({ length: n }, (_, i) => i);
  const tick = (k, v) => ({ k, v });
  const leaving = script(1, 2, 3);
  const left = [];
  for await (const e of overflow(leaving)) {
    left.push(e);
    break;
  }
  const endless = {
    taken: 0,
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        await pause(20);
        return { done: false, value: endless.taken++ };
      },
    }),
  };
  for await (const _ of overflow(endless)) break;
  await pause(20);
  const takenAtLeaving = endless.taken;
  for (let i = 0; i < 5; i++) await pause(20);
  const failing = overflow(script(1, 2, new Error('broken')));
  const failed = [];
  try {
    for await (const e of failing) failed.push(e);
  } catch (e) {
    failed.push(e.message);
  }
  const keyless = script(1, 2, 3);
  failed.push(
    ...(await all(overflow(keyless, { policy: 'latest-by-key', key: () => fail('no key') }))),
    keyless.returned,
  );
  const wrong = [];
  for (const options of [{ limit: 0 }, { policy: 'x' }, { policy: 'latest-by-key' }]) {
    try {
      overflow(script(), options);
    } catch (e) {
      wrong.push(e.message);
    }
  }
  return {
    oldest: await slow(overflow(script(...numbers(100), 'end'), { limit: 3 })),
    all: await slow(overflow(script(1, 2, 3, 'end'))),
    latest: await slow(
      overflow(script(tick('a', 1), tick('b', 1), tick('c', 1), tick('b', 2), tick('c', 2), tick('b', 3), 'end'), {
        policy: 'latest-by-key',
        key: (e) => e.k,
      }),
    ),
    bounded: await slow(
      overflow(script(tick('a', 1), tick('b', 1), tick('c', 1), tick('d', 1), 'end'), {
        policy: 'latest-by-key',
        key: (e) => e.k,
        limit: 2,
      }),
    ),
    goesOn: endless.taken - takenAtLeaving,
    left,
    returned: leaving.returned,
    failed,
    wrong,
  };
}

export async function overflowOnAFeed() {
  const f = feed('/espresso/subscribe?from=1&count=3000&rate=0', { reconnect: false });
  const newest = overflow(f, { limit: 10 });
  let taken = 0;
  try {
    for await (const _ of newest) {
      taken++;
      await pause(5);
    }
  } catch {}
  return [taken + newest.dropped, f.stats.records, newest.dropped > 2000 ? 1 : 0];
}
