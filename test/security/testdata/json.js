import { listen } from './hear.js';

export async function namesOfPrototypes({ url }) {
  const before = Reflect.ownKeys(Object.prototype).length;
  const feed = new FS.FeedSource(url, {
    id: ['/__proto__/at', '/id'],
    dedupe: { key: ['/__proto__', '/constructor', '/id'] },
    decode: { data: '/__proto__', encoding: '/constructor' },
    lag: { time: '/__proto__' },
    signals: [
      { at: '/code', is: 8, then: 'stop' },
      { at: '/constructor/prototype/polluted', is: 1, then: 'warning' },
    ],
    resume: { persist: new Map() },
  });
  const details = [];
  feed.addEventListener('warning', (e) => details.push(e.detail));
  const events = [];
  try {
    for await (const e of feed) events.push(e);
  } catch {}
  const polluted = [{}, [], details[0], events[0], feed, feed.stats].map((o) => o.polluted);
  return {
    n: events.length,
    own: events.every(
      (e) =>
        Object.hasOwn(e.json, '__proto__') && Object.getOwnPropertyDescriptor(e.json, '__proto__').value.at === 'evil',
    ),
    cursor: feed.lastEventId,
    polluted: polluted.some((p) => p !== undefined),
    grown: Reflect.ownKeys(Object.prototype).length - before,
    plain: Object.getPrototypeOf(details[0]) === Object.prototype,
  };
}

export async function recordThatIsNoJSON({ url }) {
  const feed = new FS.FeedSource(url, { reconnect: false });
  const seen = [];
  const read = (e) => {
    try {
      seen.push(e.json.n);
    } catch (error) {
      seen.push(error instanceof FS.FeedError, error.type, error.message.length < 200);
    }
  };
  feed.addEventListener('malformed', (e) => seen.push(e.reason));
  try {
    for await (const e of feed) read(e);
  } catch {}
  return seen;
}

export async function giants({ url }) {
  const feed = new FS.FeedSource(url, { id: '/id', reconnect: false });
  const seen = [];
  try {
    for await (const e of feed) seen.push(e.json.n ?? e.json.s?.length ?? 'id');
  } catch {}
  return [seen.map(String), feed.lastEventId];
}

export async function deep({ url, format }) {
  const options = { format, id: '/a/a/a/b', dedupe: { key: '/a/0' }, reconnect: false };
  const feed = new FS.FeedSource(url, options);
  const parsed = [];
  const read = (e) => {
    try {
      parsed.push(typeof e.json === 'object' ? 'object' : 'other');
    } catch (error) {
      parsed.push(error.name + ' ' + error.type);
    }
  };
  try {
    for await (const e of feed) read(e);
  } catch {}
  return { parsed, records: feed.stats.records, malformed: feed.stats.malformed };
}

// Reads a record that nothing closes, and the next connection.
export const unclosed = ({ url, format }) =>
  listen(url, { format, reconnect: { anyMethod: true, delay: () => 0 }, id: '/n' }, { failures: 2 });
