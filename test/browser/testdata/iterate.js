import { feed, pause, put } from './feeds.js';

export async function everyTypeInOrder() {
  await put('types', 'data: 1\n\nevent: b\ndata: 2\n\n: quiet\n\ndata: 3\n\n');
  const log = [];
  for await (const e of feed('/raw/get/types?type=text/event-stream', { reconnect: false })) log.push(e.type + e.data);
  log.push('over');
  const marked = { reconnect: false, signals: [{ is: 'which never comes', then: 'end' }] };
  const f = feed('/raw/get/types?type=text/event-stream', marked);
  try {
    for await (const _ of f);
  } catch (e) {
    log.push(e.constructor === FS.FeedError, e.type, e.final, f.readyState);
  }
  try {
    for await (const _ of f) log.push('more');
  } catch (e) {
    log.push('still ' + e.type);
  }
  return log.map(String);
}

export async function quietEnds() {
  const log = [];
  const ends = []; // which are told when the loop comes to it or ahead of that
  await put('array', '[1, {"a":"]"}, "x"]');
  const whole = feed('/raw/get/array?type=application/json');
  whole.onerror = (e) => ends.push(e.error.type + ' ' + e.error.final);
  for await (const e of whole) log.push(e.data);
  const f = feed('/espresso/subscribe?from=1&take=5&rate=0&hold=1');
  for await (const _ of f) if (log.push('m') && log.length === 8) f.close();
  return [...ends, ...log, String(f.readyState)];
}

export async function leaveInTheMiddleOfABatch() {
  await put('ten', 'data: x\n\n'.repeat(10));
  const f = feed('/raw/get/ten?type=text/event-stream');
  let n = 0;
  for await (const _ of f) if (++n === 3) f.close();
  return n;
}

/** What two loops get, of which the second begins when the first is left. */
export async function loopAfterLoop({ batches }) {
  await put('forty', Array.from({ length: 40 }, (_, i) => `id: ${i + 1}\ndata: x\n\n`).join(''));
  const f = feed('/raw/get/forty?type=text/event-stream', { reconnect: false });
  const ids = [];
  for await (const e of f.values({ preventClose: true })) if (ids.push(Number(e.lastEventId)) === 3) break;
  const cursor = f.lastEventId; // the third has not been taken
  try {
    if (batches)
      for await (const batch of f.batches()) ids.push(...batch.map(({ lastEventId }) => Number(lastEventId)));
    else for await (const e of f) ids.push(Number(e.lastEventId));
  } catch {}
  return [cursor, ids.length, ids.every((id, i) => id === i + 1)].join();
}

export async function batchSizes() {
  await put('rows', Array.from({ length: 300 }, (_, i) => '{"n":' + i + '}\n').join(''));
  const sizes = [];
  try {
    for await (const batch of feed('/raw/get/rows?type=text/plain', { reconnect: false }).batches())
      sizes.push(batch.length);
  } catch {}
  return [sizes.reduce((a, b) => a + b), sizes.length];
}

export async function slowLoop() {
  const f = feed('/espresso/subscribe?rate=0&from=1');
  let taken = 0;
  let ahead = 0;
  for await (const batch of f.batches()) {
    ahead = Math.max(ahead, f.stats.records - taken - batch.length);
    taken += batch.length;
    await pause(20);
    if (taken > 5000) break;
  }
  f.close();
  return { ahead, taken };
}

export async function twoLoops() {
  await put('ten', '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n');
  const f = feed('/raw/get/ten?chunk=2', { format: 'ndjson', reconnect: false });
  const first = (async () => {
    let n = 0;
    for await (const e of f.values({ preventClose: true })) if ((n += e.json) >= 6) break;
    return n;
  })();
  const second = (async () => {
    let n = 0;
    for await (const e of f) n += e.json;
    return n;
  })();
  return Promise.all([first, second]);
}
