import { base, feed, pause, put, until } from './feeds.js';

export async function backfillByFunction() {
  await put('first', '{"id":1}\n{"id":2}\n');
  await put('second', '{"id":5}\n{"id":6}\n{"id":7}\n');
  const log = [];
  const asked = [];
  let streams = 0;
  const f = new FS.FeedSource(base + '/raw/get/', {
    format: 'ndjson',
    id: '/id',
    resume: false,
    reconnect: { delay: (e) => (e.final ? false : 1) },
    fetch: (url, init) => fetch(base + '/raw/get/' + (['first', 'second'][streams++] ?? 'second?hold=1'), init),
    backfill: async function* (from) {
      asked.push(from);
      log.push(f.readyState);
      if (asked.length === 2) throw new Error('not now');
      for (let id = Number(from) + 1; id <= 6; id++) yield id % 2 ? { id } : JSON.stringify({ id });
    },
  });
  f.addEventListener('gap', () => log.push('gap'));
  f.addEventListener('error', (e) => log.push(e.error.type));
  const ids = [];
  for await (const e of f.values({ preventClose: true })) {
    ids.push(e.json.id);
    if (e.json.id === 7) break;
  }
  f.onmessage = () => {};
  // Once more, and again after it failed:
  while (asked.length < 3) await pause(10);
  f.close();
  return { ids, asked, log };
}

export async function expiredCursor({ url }) {
  const f = new FS.FeedSource(url, { reconnect: { delay: (e) => (e.final ? false : 1) } });
  const data = [];
  const gaps = [];
  f.addEventListener('gap', (e) => gaps.push([e.detail.reason, e.detail.from, e.detail.since > Date.now() - 60000]));
  try {
    for await (const e of f) data.push(e.data);
  } catch {}
  return { data, gaps };
}

export async function cursorByTheQuery() {
  const f = feed('/espresso/subscribe?nopreflight=1&from=1&count=20&rate=0&cutclean=500', {
    resume: { header: 'Last-Event-ID', query: 'lastEventId' },
    reconnect: { delay: (e) => (e.final ? false : 1) },
  });
  const ids = [];
  const warnings = [];
  const errors = [];
  f.addEventListener('warning', (e) => warnings.push(e.detail.reason));
  f.addEventListener('error', (e) => e.error && errors.push(e.error.type));
  for await (const e of f) {
    ids.push(Number(e.lastEventId));
    if (e.lastEventId === '20') break;
  }
  f.close();
  return { ids, warnings, refused: errors.filter((type) => type === 'network').length };
}

const bodies = {
  JSON: () => '{"topic":"a"}',
  form: () => new URLSearchParams({ topic: 'a' }),
  'form text': () => 'topic=a',
  'multi-part': () => {
    const data = new FormData();
    data.set('topic', 'a');
    return data;
  },
};

export async function cursorInTheBody({ url, kind }) {
  return until(url, {
    method: 'POST',
    body: bodies[kind](),
    format: 'sse',
    resume: { body: '/since' },
    reconnect: { anyMethod: true, delay: (e) => (e.final ? false : 1) },
  });
}
