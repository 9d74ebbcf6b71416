import { base, fail, feed, heard, pause, reading } from './feeds.js';

export async function readSome({ n }) {
  const f = feed('/espresso/subscribe?from=1&count=100&rate=0&hold=1', {
    resume: { persist: localStorage, key: 'news' },
  });
  const ids = [];
  for await (const e of f) {
    ids.push(Number(e.lastEventId));
    if (ids.length === n) break;
  }
  f.close();
  return ids;
}

export async function cursorsSaved() {
  const saved = [];
  const store = { get: async () => 'feedsource/1 10', set: (key, value) => saved.push([key, value]) };
  const f = feed('/espresso/subscribe?rate=400&secret=token', { resume: { persist: store } });
  const ids = [];
  const start = performance.now();
  for await (const e of f) {
    ids.push(Number(e.lastEventId));
    if (performance.now() > start + 2500) break;
  }
  const running = saved.length;
  f.close();
  const last = f.lastEventId;
  return {
    first: ids[0],
    events: ids.length,
    running,
    last: saved.at(-1)[1] === 'feedsource/1 ' + last,
    key: saved[0][0] === base + '/espresso/subscribe',
  };
}

export async function strangeStores() {
  const first = (persist, more) =>
    new Promise((resolve) => {
      const f = feed('/espresso/subscribe?from=1&count=9&rate=0&hold=1', { resume: { persist }, ...more });
      const seen = [];
      f.addEventListener('warning', (e) => seen.push(e.detail.reason));
      void (async () => {
        for await (const e of f) {
          seen.push(e.lastEventId);
          f.close();
          resolve(seen);
        }
      })();
    });
  const map = (value) => {
    const m = new Map();
    m.get = () => value;
    return m;
  };
  return [
    await first(map('{"theme":"dark"}')),
    await first(map('feedsource/1 5\r\nX-Evil: 1')),
    await first(map(7)),
    await first({ get: () => fail('forbidden'), set() {} }),
    await first({ get: async () => fail('late'), set() {} }),
    await first({ get: () => null, set: () => fail('full') }),
    await first(map(undefined)),
    await first(map('feedsource/1 5')),
    await first(map('feedsource/1 5'), { lastEventId: '7' }),
  ];
}

export async function storeThatRefuses() {
  const store = { get: () => null, set: (key, value) => fail('full at ' + value) };
  const f = new FS.FeedSource('http://own/', {
    resume: { persist: store },
    reconnect: false,
    fetch: async () => new Response('id: 5\ndata: x\n\n', { headers: { 'Content-Type': 'text/event-stream' } }),
  });
  const seen = [];
  for (const type of ['message', 'warning', 'error']) {
    f.addEventListener(type, (e) => seen.push(type + ' ' + (e.detail?.message ?? e.data ?? e.error.type)));
  }
  while (f.readyState !== 2) await pause(5);
  return seen;
}

export async function storeThatBreaksItsPromise() {
  const seen = [];
  addEventListener('unhandledrejection', (e) => seen.push('unhandled ' + e.reason));
  const store = { get: () => null, set: async (key, value) => fail('full at ' + value) };
  const f = reading(feed('/espresso/subscribe?from=1&count=3&rate=0&hold=1', { resume: { persist: store } }));
  f.addEventListener('warning', (e) => seen.push(e.detail.reason, e.detail.message));
  await heard(f, 'warning');
  f.close();
  await pause(50);
  return seen;
}

export async function cursorThatIsKept() {
  const asked = [];
  const store = new Map([['room', 'feedsource/1 7']]);
  const f = new FS.FeedSource('http://own/stream', {
    preset: 'gitter',
    resume: { persist: store, key: 'room' },
    backfill: { url: 'http://own/rest', after: 'afterId' },
    fetch: async (url, { headers }) => {
      asked.push(url.slice(11) + (headers.get('Last-Event-ID') ?? ''));
      if (!url.includes('rest')) return new Response(new ReadableStream());
      return new Response(url.includes('afterId=7') ? '[{"id":"8"}]' : '[]');
    },
  });
  for await (const e of f) {
    f.close();
    return [e.json.id, asked];
  }
}

export async function readByName({ persist, end }) {
  const f = feed(`/espresso/subscribe?from=1&take=${end}&rate=0&hold=1`, { resume: { persist, key: 'by name' } });
  const ids = [];
  return new Promise((resolve) => {
    const hear = ({ lastEventId }) => {
      if (ids.push(lastEventId) === 3) resolve(ids);
    };
    for (const type of ['message', 'time', 'news']) f.addEventListener(type, hear);
  });
}

export async function storesInAWorker() {
  const script = `
    import { FeedSource, init } from '${location.origin}/dist/index.js';
    const log = [];
    try {
      new FeedSource('/', { resume: { persist: 'localStorage' } });
    } catch (e) {
      log.push(e.name + ': ' + e.message);
    }
    for (let turn = 0; turn < 2; turn++) {
      const f = new FeedSource('${base}/espresso/subscribe?from=1&rate=0&hold=1', { resume: { persist: 'indexedDB', key: 'in a worker' } });
      let n = 0;
      for await (const { lastEventId } of f) {
        log.push(lastEventId);
        if (++n === 2) break;
      }
      f.close();
    }
    postMessage(log);
  `;
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })), { type: 'module' });
  const { data } = await heard(worker, 'message');
  worker.terminate();
  return data;
}

export async function brokenDatabase() {
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = () => fail('no disk');
  const f = feed('/espresso/subscribe?from=1&rate=0&hold=1', { resume: { persist: 'indexedDB' } });
  const seen = [];
  f.addEventListener('warning', ({ detail }) => seen.push(detail.reason));
  for await (const { lastEventId } of f) {
    seen.push(lastEventId);
    break;
  }
  IDBFactory.prototype.open = open;
  f.close();
  return seen;
}
