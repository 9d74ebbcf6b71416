import { reorder, twitter, withoutDeleted } from '/dist/stages.js';
import { fail, feed, pause } from './feeds.js';
import { all, data, HOUR, same, script, sorting, take, time, tweets } from './sources.js';

export async function sortFeed() {
  const raw = await all(tweets());
  const sorted = await all(reorder(tweets(), sorting));
  const ends = [raw.pop(), sorted.pop()];
  const times = (list) => list.map(twitter.time).filter((at) => at > 0);
  const disorder = (list) => times(list).filter((at, i, all) => at < all[i - 1]).length;
  const unknown = (list) => list.filter(({ json }) => json.retweet_count === -1 && json.favorite_count === -1).length;
  return {
    ends,
    length: raw.length,
    disorder: [disorder(raw), disorder(sorted)],
    unknown: [unknown(raw), unknown(sorted)],
    same: [...data(raw)].sort().join() === [...data(sorted)].sort().join(),
  };
}

export async function holdAsLongAsSaid() {
  let seed = 1;
  let clock = 0;
  let at = 0;
  const below = (n) => (seed = (seed * 48271) % 2147483647) % n;
  performance.now = () => clock;
  const events = Array.from({ length: 5000 }, (_, n) => {
    at += n % 100 ? below(4) : 600;
    return { n, at, time: at - below(60) + (below(100) ? 0 : 100) };
  });
  const clocked = async function* () {
    for (const e of events) {
      clock = e.at;
      yield e;
    }
  };
  const wrong = [];
  for (const [holdMs, limit] of [
    [1, 1000],
    [20, 1000],
    [20, 10],
    [500, 30],
    [5000, 7],
    [20, 1],
  ]) {
    const held = [];
    const expected = [];
    let left = -1;
    for (const e of events) {
      if (e.time < left) expected.push(e.n);
      else held.push(e);
      while (held.length >= limit || held.some((other) => other.at + holdMs <= e.at)) {
        held.sort((a, b) => a.time - b.time || a.n - b.n);
        left = held[0].time;
        expected.push(held.shift().n);
      }
    }
    expected.push(...held.sort((a, b) => a.time - b.time || a.n - b.n).map((e) => e.n));
    const got = (await all(reorder(clocked(), { time, holdMs, limit }))).map((e) => e.n);
    if (got.join() !== expected.join()) wrong.push([holdMs, limit]);
  }
  return wrong;
}

export async function cornersOfReorder() {
  const none = { id: 'none' };
  const held = { time, holdMs: HOUR };
  const crowd = script(...Array.from({ length: 100 }, (_, n) => (n * 7) % 100), 'end');
  let ahead = 0;
  let taken = 0;
  for await (const _ of reorder(crowd, { ...held, limit: 10 })) ahead = Math.max(ahead, crowd.taken - taken++);
  const pairs = [1, 0, 1, 0, 1, 0, 1, 0].map((time, id) => ({ time, id }));
  const untimed = { ...held, time: (e) => (e === none ? undefined : e) };
  const refused = async (options) => {
    const source = script(1);
    return [...(await all(reorder(source, { time, ...options }))), source.taken];
  };
  const lists = {
    quiet: await take(3, reorder(script(3, 1, 2), { time, holdMs: 100 })),
    ties: await all(reorder(script(...pairs, 'end'), held)),
    late: await take(3, reorder(script(5, 6, 4, 3), { ...held, limit: 2 })),
    untimed: await all(reorder(script(5, none, 3, NaN, 7, 'end'), untimed)),
    alone: await take(1, reorder(script(NaN), held)),
    end: await all(reorder(script(2, 1, 'end'), held)),
    error: await all(reorder(script(2, 1, new Error('torn')), held)),
    empty: await all(reorder(script('end'), held)),
    ahead: [ahead],
    holdMs: await refused({ holdMs: NaN }),
    limit: await refused({ limit: 0 }),
  };
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.map((e) => e.id ?? e).join(' ')]));
}

export async function leaveStages() {
  const left = async (n, stage, ...steps) => {
    const source = script(...steps);
    await take(n, stage(source));
    return source.returned;
  };
  const sort = (limit) => (source) => reorder(source, { time, limit, holdMs: 50 });
  const posts = (source) => withoutDeleted(source, { key: String, deleted: () => undefined });
  let tear;
  const torn = async function* () {
    yield 1;
    await new Promise((_, reject) => (tear = reject));
  };
  await take(1, sort(9)(posts(torn())));
  tear(new Error('after the loop'));
  const rude = script(1);
  const { next } = rude[Symbol.asyncIterator]();
  const leaving = { next, return: async () => fail('when left') };
  await take(1, sort(9)({ [Symbol.asyncIterator]: () => leaving }));

  const f = feed('/espresso/subscribe?from=1&rate=100');
  await take(5, posts(sort(9)(f)));
  while (f.readyState !== 2) await pause(5);

  const failing = script(1, 2);
  const thrown = await all(reorder(failing, { time: () => fail('no time') }));
  return {
    byLimit: await left(1, sort(2), 1, 2, 3),
    byTimer: await left(1, sort(9), 1),
    posts: await left(1, posts, 1, 2),
    chain: await left(1, (source) => posts(sort(9)(source)), 1),
    ended: await left(3, sort(9), 1, 2, 'end'),
    feed: f.readyState,
    thrown: [...thrown, failing.returned],
  };
}

export async function dropDeleted() {
  const raw = await all(tweets());
  const seen = await all(withoutDeleted(tweets(), twitter));
  const gone = new Set();
  const expected = [];
  for (const e of raw) {
    if (e.json?.delete) gone.add(e.json.delete.status.id_str);
    if (!gone.has(e.json?.id_str)) expected.push(e);
  }
  const both = (await all(reorder(withoutDeleted(tweets(), twitter), sorting))).slice(0, -1);
  return {
    gone: gone.size,
    dropped: raw.length - seen.length,
    same: same(seen, expected),
    notices: seen.filter((e) => e.json?.delete).length,
    both: both.length - (seen.length - 1),
    shown: both.filter((e) => gone.has(e.json.id_str)).length,
  };
}

export async function boundedTombstones() {
  const of = (n) => (n > 0 ? String(n) : undefined);
  const posts = (limit, ...steps) => all(withoutDeleted(script(...steps), { key: of, deleted: (n) => of(-n), limit }));
  return [
    await posts(2, 1, -1, -2, -3, 1, 2, 3, 4, 'end'),
    await posts(2, -1, -2, -2, -2, 1, 2, 'end'),
    await posts(2, -1, -2, -3, -4, -3, -5, 3, 4, 5, new Error('torn')),
    await posts(-1, 1),
  ];
}

export async function twitterAccessors() {
  const of = (data) => new FS.FeedEvent('message', { data });
  return [
    '{"id_str":"7","timestamp_ms":"1330544522657","created_at":"Wed Feb 29 19:42:02 +0000 2012"}',
    '{"id_str":"8","created_at":"Wed Feb 29 19:42:02 +0000 2012"}',
    '{"delete":{"status":{"id":9,"id_str":"9"}}}',
    '{"delete":{}}',
    '{"limit":{"track":42}}',
    'null',
    '17',
    '{"id_str":]',
  ]
    .map(of)
    .map((e) => [twitter.time(e), twitter.key(e), twitter.deleted(e)].map((v) => v ?? '').join());
}
