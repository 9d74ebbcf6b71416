import { fail, pause, reading } from './feeds.js';
import { next, numbers, soon, stream } from './responses.js';

export async function refusedBackfillPage() {
  let given;
  let live;
  const aborted = new Promise((resolve) => (given = resolve));
  const f = new FS.FeedSource('http://own/', {
    ...numbers,
    backfill: { url: 'http://own/pages', after: 'after' },
    fetch: async (url, { signal }) => {
      if (url.includes('/pages')) {
        signal.addEventListener('abort', () => given('aborted'));
        return new Response(stream('no', false), { status: 403, headers: { 'X-Of': 'page' } });
      }
      const body = new ReadableStream({ start: (c) => void (live = c) });
      return new Response(body, { headers: { 'X-Of': 'feed' } });
    },
  });
  const gap = await next(f, 'gap');
  const first = [gap.detail.reason, gap.detail.from, await soon(aborted)];
  const told = next(f, 'error');
  live.close();
  const { error } = await told;
  f.close();
  return [...first, error.type, error.headers.get('X-Of')];
}

export async function newestFirst() {
  const answers = ['[{"id":12},{"id":11,"t":"日本"}]', '[{"id":10},{"id":9}]'];
  const asked = [];
  const ids = [];
  const f = new FeedSource('http://own/', {
    ...numbers,
    backfill: { url: 'http://own/pages', after: 'after', before: 'before', size: 2 },
    fetch: async (url) => {
      if (!url.includes('/pages')) return new Response(stream('{"id":12}\n{"id":13}\n', false));
      asked.push(url.split('?')[1]);
      return new Response(answers[asked.length - 1] ?? '[{"id":8}]');
    },
  });
  for await (const e of f) {
    ids.push(e.json.id, e.json.t ?? e.lastEventId);
    if (e.json.id === 13) break;
  }
  f.close();
  return { asked, ids, dropped: [f.stats.duplicates] };
}

export async function fetchWithoutResponse() {
  const list = [];
  for (const nothing of [undefined, null, 'text', 5n, Symbol()]) {
    const f = new FS.FeedSource('http://own/', { fetch: async () => nothing, reconnect: false });
    const { error } = await next(f, 'error');
    list.push(error.type, error.message.includes('fetch gave no Response'));
  }
  return list;
}

export async function signalsOfEveryType() {
  const list = [];
  for (const [is, text] of [
    [410, '{"x":200}\n{"x":410}\n'],
    [[true, 7], '{"x":false}\n{"x":true}\n'],
  ]) {
    const f = new FS.FeedSource('http://own/', {
      format: 'ndjson',
      signals: [{ at: '/x', is, then: 'stop' }],
      fetch: async () => new Response(stream(text, true)),
    });
    list.push((await next(reading(f), 'error')).error.code);
    f.close();
  }
  return list;
}

export async function optionThatCouldDoNothing({ options }) {
  try {
    new FS.FeedSource('http://own/x?token=secret', options).close();
    return 'made';
  } catch (e) {
    return `${e.name}: ${e.message}`;
  }
}

export async function formsAsSent() {
  const list = [];
  for (const form of [new FormData(), new URLSearchParams()]) {
    form.append('a', '1');
    form.append('a', '2');
    let sent;
    const f = new FS.FeedSource('http://own/', {
      method: 'POST',
      body: form,
      lastEventId: '7',
      resume: { body: '/since' },
      fetch: async (url, init) => {
        sent = init.body;
        return new Response(stream('', false));
      },
    });
    await next(f, 'open');
    f.close();
    list.push([...sent].join(' '), sent.constructor === form.constructor, [...form].join(' '));
  }
  return list;
}

export async function cursorAfterTheEnd() {
  const store = new Map();
  const make = () =>
    new FS.FeedSource('http://own/', {
      resume: { persist: store, key: 'k' },
      reconnect: false,
      fetch: async () => new Response(stream('id: 1\ndata: x\n\nid: 2\ndata: x\n\nid: 3\ndata: x\n\n', true)),
    });
  await next(reading(make()), 'error');
  await pause(1500);
  const list = [store.get('k')];
  store.clear();
  try {
    for await (const event of make()) await pause(event.lastEventId === '3' ? 0 : 700);
  } catch {}
  await pause(1500);
  return [...list, store.get('k')];
}

export async function pageThatGetsThingsWrong() {
  const first = async (options) => {
    const f = new FeedSource('http://own/', options);
    const { error } = await next(f, 'error');
    f.close();
    return error;
  };
  const locked = await first({
    fetch: async () => {
      const r = new Response('data: x\n\n');
      r.body.getReader();
      return r;
    },
  });
  const throwing = { valueOf: () => fail('on purpose') };
  const waits = [];
  for (const answer of [NaN, Promise.resolve(1), 'soon', {}, Symbol(), throwing]) {
    const { retryInMs, final } = await first({
      fetch: async () => new Response('', { status: 500 }),
      reconnect: { delay: () => answer },
    });
    waits.push(retryInMs >= 2500 && !final);
  }
  for (const answer of ['20', 20n]) {
    const { retryInMs } = await first({
      fetch: async () => new Response('', { status: 500 }),
      reconnect: { delay: () => answer },
    });
    waits.push(retryInMs === 20);
  }
  return { locked: [locked.type, locked.message.includes('locked')], waits };
}
