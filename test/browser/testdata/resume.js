import { tokens } from '/site.js';
import { base, feed, until } from './feeds.js';

export async function resumeByMember() {
  const cuts = 'split=7777&splitpause=100&cut=7777&times=8&fault=cursor';
  const f = feed('/ably/event-stream?channel=a&v=1.2&accessToken=good&rate=0&from=1&count=300&' + cuts, {
    format: 'ndjson',
    id: '/id',
    resume: { query: 'lastEvent' },
    reconnect: { delay: () => 1 },
  });
  const numbers = [];
  for await (const e of f) {
    numbers.push(Number(e.lastEventId.split('-').at(-1)));
    if (numbers.length === 300) break;
  }
  f.close();
  return { numbers, counts: [f.stats.reconnects, f.stats.duplicates] };
}

// Reads until a feed is told not to come back, without a wait.
export const readUntilFinal = ({ url, options }) =>
  until(url, { ...options, reconnect: { delay: (e) => (e.final ? false : 1) } });

export async function countDuplicates() {
  const read = async (options) => {
    const f = feed('/twitter/1.1/statuses/sample.json?from=1&take=400&rate=0', {
      headers: { Authorization: 'Bearer ' + tokens.twitter },
      reconnect: false,
      ...options,
    });
    const ids = [];
    try {
      for await (const e of f) if (e.json.id_str) ids.push(e.json.id_str);
    } catch {}
    return { all: ids.length, different: new Set(ids).size, dropped: f.stats.duplicates };
  };
  const plain = await read();
  const deduped = await read({ dedupe: { key: '/id_str' } });
  return {
    plain: plain.all,
    plainDifferent: plain.different,
    plainDropped: plain.dropped,
    all: deduped.all,
    different: deduped.different,
    dropped: deduped.dropped,
  };
}

export async function refusedPointers() {
  const tell = (init) => {
    try {
      new FS.FeedSource(base, init).close();
      return 'made';
    } catch (e) {
      return e.name + ': ' + e.message;
    }
  };
  return [
    tell({ id: 'id_str' }),
    tell({ dedupe: { key: ['/a', '/b~2'] } }),
    tell({ dedupe: { key: '/a', window: -1 } }),
    tell({ id: '/a~0b/0' }),
  ];
}
