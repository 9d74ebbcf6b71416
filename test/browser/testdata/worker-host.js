import { base, feed, heard, pause, put } from './feeds.js';

// The ids of events, and whether they are 1, 2, 3 and so on.
const numbered = (ids) => ids.every((id, i) => id === i + 1);

export async function feedInAWorker() {
  const urls = () => performance.getEntriesByType('resource').map(({ name }) => name);
  const f = feed('/espresso/subscribe?from=1&count=10000&rate=0&hold=1', { worker: true });
  const ids = [];
  for (const type of ['message', 'time', 'news']) f.addEventListener(type, (e) => ids.push(Number(e.lastEventId)));
  while (ids.length < 10_000) await heard(f, 'message');
  const { host } = f.stats;
  f.close();
  const before = ids.length;
  await pause(50);
  return {
    host,
    records: ids.length,
    inOrder: numbered(ids),
    wasm: urls().some((url) => url.includes('.wasm')), // which the page itself has not loaded
    closed: f.readyState,
    afterClose: ids.length - before,
  };
}

export async function refer() {
  for (const init of [{}, { referrer: '/elsewhere' }, { referrerPolicy: 'no-referrer' }]) {
    const f = new FS.FeedSource('/feed', { ...init, worker: true });
    await heard(f, 'message');
    f.close();
  }
}

export async function oneWorker() {
  let workers = 0;
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      workers++;
    }
  };
  await FS.init({ worker: true });
  const path = '/espresso/subscribe?from=1&count=1&rate=0&hold=1';
  const feeds = [feed(path), feed(path, { worker: false }), feed(path, { worker: true })];
  await Promise.all(feeds.map((f) => heard(f, 'open')));
  const hosts = feeds.map((f) => f.stats.host);
  for (const f of feeds) f.close();
  await FS.init({ worker: false });
  return [workers, ...hosts];
}

export async function busyPage({ busyMs }) {
  const f = feed('/espresso/subscribe?from=1&rate=400', { worker: true, keepalive: { timeoutMs: 1000 } });
  const ids = [];
  const events = [];
  for (const type of ['message', 'time', 'news']) f.addEventListener(type, (e) => ids.push(Number(e.lastEventId)));
  for (const type of ['stall', 'error', 'gap', 'warning'])
    f.addEventListener(type, (e) => events.push(type + e.message));
  await heard(f, 'message');
  for (const end = Date.now() + busyMs; Date.now() < end; );
  while (ids.length < 2000) await heard(f, 'message');
  const { readyState } = f;
  const { liveness } = f.stats;
  f.close();
  return { events, inOrder: numbered(ids), records: ids.length, readyState, liveness };
}

export async function ownFetch() {
  const tell = (make) => {
    try {
      make().close();
      return 'made';
    } catch (e) {
      return `${e.name}: ${e.message}`;
    }
  };
  const list = [tell(() => new FS.FeedSource('/', { worker: true, fetch }))];
  await FS.init({ worker: true });
  list.push(tell(() => new FS.FeedSource('/', { fetch })));
  list.push(tell(() => new FS.FeedSource('/', { worker: false, fetch: () => new Promise(() => {}) })));
  return list;
}

// Reads three events with a feed that asks for a worker.
export async function withoutWorker() {
  const f = feed('/espresso/subscribe?from=1&count=3&rate=0&hold=1', { worker: true });
  const warnings = [];
  const ids = [];
  f.addEventListener('warning', ({ detail }) => warnings.push(detail));
  for await (const e of f) {
    ids.push(e.lastEventId);
    if (ids.length === 3) break;
  }
  const { host } = f.stats;
  f.close();
  return { host, ids, reasons: warnings.map(({ reason }) => reason), message: warnings[0]?.message };
}

const wasm = '/dist/feedsource.wasm';
const sources = {
  url: () => wasm,
  response: () => fetch(wasm),
  promise: () => Promise.resolve(fetch(wasm)),
  bytes: async () => (await fetch(wasm)).arrayBuffer(),
  module: () => WebAssembly.compileStreaming(fetch(wasm)),
  nothing: () => undefined,
};

async function firstRecord() {
  await put('one', '{"n":1}\n');
  const f = new FS.FeedSource(`${base}/raw/get/one`, { format: 'ndjson', reconnect: false, worker: true });
  const { json } = await heard(f, 'message');
  const { host } = f.stats;
  f.close();
  return `${host} ${json.n}`;
}

export async function engineFrom({ kind }) {
  await FS.init({ wasm: await sources[kind](), worker: true });
  return firstRecord();
}

export async function engineFromNowhere() {
  const refused = (wasm) =>
    FS.init({ wasm, worker: true }).then(
      () => 'loaded',
      (e) => e.message,
    );
  const list = [await refused('/nowhere.wasm'), await refused(fetch('/nowhere.wasm'))];
  await FS.init({ wasm, worker: true });
  return [...list, await firstRecord()];
}

export async function workerDies() {
  const workers = [];
  const { Worker } = globalThis;
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      workers.push(this);
    }
  };
  const once = new FS.FeedSource('/once', { method: 'POST', worker: true });
  const ended = new Promise((resolve) => (once.onerror = ({ error }) => resolve([error.type, error.final])));
  await heard(once, 'message');
  const f = feed('/espresso/subscribe?from=1&count=400&rate=400&hold=1', { worker: true });
  const ids = [];
  const told = [];
  for (const type of ['message', 'time', 'news']) f.addEventListener(type, (e) => ids.push(Number(e.lastEventId)));
  f.onerror = ({ error }) => told.push(error.type);
  while (ids.length < 100) await heard(f, 'message');
  f.onopen = () => told.push('open');
  workers[0].terminate();
  while (ids.length < 300) await heard(f, 'message');
  const loading = FS.init({ worker: true }).then(() => 'loaded', String);
  const list = { inOrder: numbered(ids), told, once: await ended, init: await loading };
  await FS.init({ worker: false });
  f.close();
  return list;
}

export async function pausedFeed({ worker }) {
  const f = feed('/espresso/subscribe?from=1&count=3&rate=0&hold=1', { worker });
  const log = [];
  f.pause();
  f.onopen = () => log.push('open');
  for (const type of ['message', 'time', 'news']) f.addEventListener(type, (e) => log.push(e.lastEventId));
  await heard(f, 'open');
  f.reconnect();
  await heard(f, 'open');
  await pause(50);
  log.push('resume');
  f.resume();
  while (log.length < 6) await pause(5);
  f.close();
  return log;
}
