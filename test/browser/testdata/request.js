import { base, fail, feed, heard, pause, until } from './feeds.js';

export async function headersOfEveryForm({ url }) {
  const once = { reconnect: false };
  await until(url + '/object', { ...once, headers: { 'X-A': '1' } });
  await until(url + '/headers', { ...once, headers: new Headers({ 'X-A': '2' }) });
  await until(url + '/pairs', { ...once, headers: [['X-A', '3']] });
  await until(url + '/function', { ...once, headers: (attempt) => ({ 'X-A': '4 ' + attempt }) });
  await until(url + '/async', { ...once, headers: async () => new Headers({ 'X-A': '5', Accept: 'text/x-own' }) });
  await until(url + '/none', once);
}

export async function headersForEachAttempt({ url }) {
  const log = [];
  const type = await until(url, { headers: async (attempt) => ({ Authorization: 'Bearer t' + attempt }) }, (f) => {
    f.onmessage = (e) => log.push(e.data, e.lastEventId);
    f.onopen = () => log.push('open');
  });
  return [...log, type];
}

export async function headersThatFail() {
  const f = new FS.FeedSource(base, { headers: () => fail('no token') });
  const { error } = await heard(f, 'error');
  f.close();
  return [error.type, error.final, error.retryInMs >= 500, error.cause.message, error.message.includes('no token')];
}

export async function startBehind() {
  const f = feed('/espresso/subscribe?rate=0&take=5&from=1&hold=1', { lastEventId: '3' });
  const seen = [];
  for await (const e of f) {
    seen.push(e.lastEventId);
    if (e.lastEventId === '5') break;
  }
  f.close();
  return seen;
}

export async function fetchOfThePage() {
  const asked = [];
  const f = new FS.FeedSource('relative/feed', {
    reconnect: false,
    fetch: async (url, init) => {
      asked.push(
        url === new URL('relative/feed', location).href,
        init.headers.get('accept').length > 10,
        init.signal instanceof AbortSignal,
      );
      return new Response('data: own\n\n', { headers: { 'Content-Type': 'text/event-stream' } });
    },
  });
  const { data, origin } = await heard(f, 'message');
  return [...asked, data, origin === location.origin];
}

export async function refusedOptions() {
  const tell = (make) => {
    try {
      make();
      return 'made';
    } catch (e) {
      return e.name + ': ' + e.message;
    }
  };
  return [
    tell(() => new FS.FeedSource('http://')),
    tell(() => new FS.EventSource('http://')),
    tell(() => new FS.FeedSource('/', { format: 'xml' })),
    tell(() => new FS.FeedSource('/', { maxRecordBytes: 0 })),
    tell(() => new FS.FeedSource('/', { lastEventId: 'a\nb' })),
    tell(() => new FS.FeedSource('/', { headers: { 'bad name': 'x' } })),
  ];
}

export async function abortSignal() {
  const early = feed('/espresso/subscribe', { signal: AbortSignal.abort() });
  const stop = new AbortController();
  const f = feed('/espresso/subscribe?from=1&take=1&rate=0&hold=1', { signal: stop.signal });
  const log = [early.readyState];
  f.onerror = () => log.push('error');
  await heard(f, 'open');
  stop.abort();
  log.push(f.readyState);
  for (let n = 1; n > 0; ) {
    await pause(10);
    n = (await (await fetch(base + '/control/connections')).json()).connections.length;
  }
  return log;
}

export async function dropTheWait({ url }) {
  const f = new FS.FeedSource(url);
  const { error } = await heard(f, 'error');
  f.reconnect();
  const { data } = await heard(f, 'message');
  f.close();
  f.reconnect();
  return [
    error.status,
    error.body,
    error.final,
    error.attempt,
    error.headers.get('content-length'),
    data,
    f.readyState,
  ];
}
