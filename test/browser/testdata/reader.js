import { base, feed, heard, pause } from './feeds.js';

const types = ['message', 'time', 'news'];

// Takes records with listeners, until it has so many.
const listen = (f, ids, until) =>
  new Promise((resolve) => {
    const stop = new AbortController();
    for (const type of types) {
      const take = ({ lastEventId }) => {
        if (ids.push(Number(lastEventId)) < until) return;
        stop.abort();
        resolve();
      };
      f.addEventListener(type, take, { signal: stop.signal });
    }
  });

const ways = {
  listeners: listen,
  loop: async (f, ids, until) => {
    for await (const e of f.values({ preventClose: true })) if (ids.push(Number(e.lastEventId)) === until) break;
  },
  batches: async (f, ids) => {
    for await (const batch of f.batches({ preventClose: true })) {
      ids.push(...batch.map(({ lastEventId }) => Number(lastEventId)));
      break;
    }
  },
};

/** What a reader finds that comes late to a feed that has much to say. */
export async function lateReader({ way }) {
  await FS.init(); // which notes silence
  const f = feed('/espresso/subscribe?from=1&count=60000&rate=0&hold=1', { keepalive: { timeoutMs: 400 } });
  const told = [];
  for (const type of ['error', 'stall', 'gap']) f.addEventListener(type, () => told.push(type));
  await heard(f, 'open');
  await pause(1000);
  const { bytes, records } = f.stats;
  const before = { records, readyState: f.readyState, cursor: f.lastEventId, held: bytes < 5e6 };
  const ids = [];
  while (ids.length < 60000) await ways[way](f, ids, 60000);
  f.close();
  return { ...before, told, inOrder: ids.every((id, i) => id === i + 1), count: ids.length };
}

/** What readers find that take turns, of a chunk each some. */
export async function readersInTurn() {
  const f = feed('/espresso/subscribe?from=1&count=3000&rate=0&hold=1');
  const ids = [];
  for (let turn = 0; ids.length < 3000; turn++) {
    const way = ['loop', 'listeners', 'batches'][turn % 3];
    await ways[way](f, ids, Math.min(3000, ids.length + 1 + (turn % 7) * 30));
    if (turn % 4 === 0) await pause(5);
  }
  const { lastEventId, readyState } = f;
  f.close();
  return { inOrder: ids.every((id, i) => id === i + 1), lastEventId, readyState };
}

const connections = async () => (await (await fetch(base + '/control/connections')).json()).connections.length;

const leaves = {
  break: async (f) => {
    for await (const _ of f) break;
  },
  throw: async (f) => {
    try {
      for await (const _ of f.batches()) throw new Error('enough');
    } catch {}
  },
  return: (f) =>
    (async () => {
      for await (const _ of f.values()) return;
    })(),
  'break, which is prevented': async (f) => {
    for await (const _ of f.values({ preventClose: true })) break;
  },
};

/** The state of a feed whose loop was left, when the server has noticed if it is to. */
export async function leaveALoop({ how }) {
  const f = feed('/espresso/subscribe?from=1&rate=100');
  await leaves[how](f);
  const { readyState } = f;
  if (readyState === 2) while (await connections()) await pause(10);
  const open = await connections();
  f.close();
  return [readyState, open];
}

/** What a loop throws whose feed's signal aborts while it waits, and while it is busy. */
export async function abortALoop() {
  const list = [];
  for (const path of ['from=1&count=1&rate=0&hold=1', 'from=1&rate=0']) {
    const stop = new AbortController();
    try {
      for await (const _ of feed(`/espresso/subscribe?${path}`, { signal: stop.signal }))
        setTimeout(() => stop.abort());
      list.push('ended');
    } catch (e) {
      list.push(`${e.name} ${e === stop.signal.reason}`);
    }
  }
  return list;
}
