import { base, feed, heard, put } from './feeds.js';

export async function statesAndHandlers() {
  const f = feed('/espresso/subscribe?from=1&take=2&rate=0&hold=1');
  const log = [
    f.readyState,
    f.CONNECTING,
    f.OPEN,
    f.CLOSED,
    FS.FeedSource.CLOSED,
    f.url === base + '/espresso/subscribe?from=1&take=2&rate=0&hold=1',
    f.withCredentials,
    f.onmessage,
  ];
  await new Promise((resolve) => {
    f.onopen = function (e) {
      log.push(e.type, this === f, this.readyState);
    };
    f.addEventListener('time', (e) => log.push('time'));
    f.onmessage = (e) => log.push('replaced');
    f.addEventListener('message', (e) => log.push('second'));
    f.onmessage = (e) => log.push('first');
    let n = 0;
    for (const type of ['message', 'time', 'news']) {
      f.addEventListener(type, () => {
        if (++n === 2) setTimeout(resolve);
      });
    }
  });
  log.push(f.lastEventId);
  f.onmessage = null;
  log.push(f.onmessage);
  f.onmessage = 'not a function';
  log.push(f.onmessage);
  f.close();
  log.push(f.readyState);
  return log;
}

export async function listeners() {
  await put('five', 'data: 1\n\ndata: 2\n\nevent: named\ndata: 3\n\nevent: error\ndata: 4\n\ndata: 5\n\n');
  const f = feed('/raw/get/five?type=text/event-stream', { reconnect: false });
  const n = { all: 0, once: 0, object: 0, signal: 0, named: 0, serverError: 0, feedError: 0, removed: 0 };
  const stop = new AbortController();
  const removed = () => n.removed++;
  f.addEventListener('message', removed);
  f.removeEventListener('message', removed);
  f.addEventListener('message', () => n.all++);
  f.addEventListener('message', () => n.once++, { once: true });
  f.addEventListener('message', {
    handleEvent() {
      n.object++;
      if (this.handleEvent && n.object === 2) stop.abort();
    },
  });
  f.addEventListener('message', () => n.signal++, { signal: stop.signal });
  f.addEventListener('named', (e) => (n.named += e instanceof FS.FeedEvent));
  await new Promise((resolve) => {
    f.onerror = (e) => {
      if (e instanceof FS.FeedEvent) {
        n.serverError += e.data === '4';
        return;
      }
      n.feedError += e instanceof ErrorEvent && e.error instanceof FS.FeedError;
      resolve();
    };
  });
  return n;
}

export async function jsonOnFirstUse() {
  await put('json', '{"a":1}\n{"a":}\n{"a":3}\n');
  const f = feed('/raw/get/json', { format: 'ndjson', reconnect: false });
  const out = { parses: 0, values: [] };
  const parse = JSON.parse;
  JSON.parse = (text) => {
    out.parses++;
    return parse(text);
  };
  f.addEventListener('malformed', (e) => (out.malformed = [e.reason, e.data, e.bytes.length, e.offset === undefined]));
  f.onmessage = (e) => {
    out.parsesBefore ??= out.parses;
    try {
      out.values.push(e.json.a, Object.is(e.json, e.json));
    } catch (error) {
      try {
        e.json;
      } catch (again) {
        out.again = again.message === error.message;
      }
      out.error = [error instanceof FS.FeedError, error.type, error.message, error.cause instanceof SyntaxError];
    }
  };
  await new Promise((resolve) => (f.onerror = resolve));
  JSON.parse = parse;
  out.stats = f.stats.malformed;
  return out;
}

export async function closeInAListener() {
  await put('many', 'data: x\n\n'.repeat(1000) + 'event: late\ndata: y\n\n');
  const log = [];
  const f = feed('/raw/get/many?type=text/event-stream');
  f.addEventListener('late', () => log.push('late'));
  f.onerror = () => log.push('error');
  await new Promise((resolve) => {
    f.onmessage = (e) => {
      if (log.push(e.data) < 3) return;
      f.close();
      f.close();
      log.push('closed ' + f.readyState);
      resolve();
    };
  });
  // Another feed that reads all of it shows that there was time enough.
  await heard(feed('/raw/get/many?type=text/event-stream'), 'late');
  return log;
}

export async function listenerThatThrows() {
  await put('three', '1\n2\n3\n');
  const f = feed('/raw/get/three', { format: 'ndjson', reconnect: false });
  let n = 0;
  f.addEventListener('message', () => {
    throw new Error('thrown on purpose');
  });
  f.addEventListener('message', (e) => (n += e.json));
  f.addEventListener('open', () => {
    throw new Error('thrown on purpose');
  });
  await heard(f, 'error');
  return n;
}

export async function feedOpenedInAListener() {
  await put('rows', Array.from({ length: 500 }, (_, i) => '{"n":' + i + ',"pad":"é"}\n').join(''));
  const sums = [];
  const read = (depth) =>
    new Promise((resolve) => {
      const f = feed('/raw/get/rows', { format: 'ndjson', reconnect: false });
      let sum = 0;
      let inner;
      f.onmessage = (e) => {
        sum += e.json.n;
        if (depth > 0 && e.json.n === 7) inner = read(depth - 1);
      };
      f.onerror = async () => {
        sums.push(sum);
        await inner;
        resolve();
      };
    });
  await read(4);
  return sums;
}

export async function fiftyFeeds({ origins }) {
  const feeds = Array.from(
    { length: 50 },
    (_, i) => new FS.FeedSource(origins[i % 10] + '/espresso/subscribe?rate=0&from=1&take=100&hold=1&seed=' + i),
  );
  const counts = await Promise.all(
    feeds.map(async (f) => {
      let n = 0;
      for await (const _ of f.values({ preventClose: true })) if (++n === 100) return n;
    }),
  );
  const open = feeds.filter((f) => f.readyState === 1).length;
  feeds.forEach((f) => f.close());
  return [...counts, open, feeds.filter((f) => f.readyState === 2).length];
}
