import { tokens } from '/site.js';
import { base } from './feeds.js';

// What a feed of each service needs to go on after a cut: a cursor that the server takes, or
// backfill pages beside the stream that hold what was missed.
const options = {
  'ably raw': { format: 'ndjson', id: '/id', resume: { query: 'lastEvent' } },
  espresso: {},
  gitter: {
    format: 'json',
    id: '/id',
    resume: false,
    headers: { Authorization: 'Bearer ' + tokens.gitter },
    backfill: { url: base + '/gitter/api/v1/rooms/r1/chatMessages?limit=100', after: 'afterId', size: 100 },
    dedupe: { key: ['/id', '/v'], window: 5000 },
  },
  twitter: {
    format: 'json-crlf',
    id: '/id_str',
    resume: false,
    headers: { Authorization: 'Bearer ' + tokens.twitter },
    backfill: {
      url: base + '/twitter/1.1/statuses/user_timeline.json?count=200',
      after: 'since_id',
      before: 'max_id',
      size: 200,
      overlap: 200,
    },
    dedupe: { key: '/id_str', window: 5000 },
  },
};

// Where the text is not in base64 it ends in the number; Ably's id holds it too.
const numberOf = (text) => /"id":"[^"]*:(\d+):0"|#(\d+)("|$)/.exec(text)?.filter(Boolean)[1];

// Cuts a feed's connections after mean bytes, more or less, and has away messages sent before
// the next connection.
export async function cutAHundredTimes({ name, path, away, mean }) {
  let cuts = 0;
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 0x7fffffff) / 0x7fffffff; // Lehmer
  const stream = base + path;
  const { headers } = options[name];
  const sendUnseen = async () => {
    const response = await fetch(stream.replace(/rate=\d+/, 'rate=0') + '&take=' + away, { headers });
    await response.text();
  };
  const f = new FS.FeedSource(stream, {
    ...options[name],
    reconnect: { delay: () => 0 },
    async fetch(url, init) {
      if (!url.startsWith(stream) || cuts === 100) return fetch(url, init);
      if (cuts++ && away) await sendUnseen();
      return fetch(url + '&cut=' + (500 + Math.floor(random() * 2 * mean)), init);
    },
  });
  const Numbers = [];
  const Gaps = [];
  f.addEventListener('gap', (e) => Gaps.push(e.detail.message));
  for await (const events of f.batches()) {
    Numbers.push(
      ...events
        .map(({ data }) => numberOf(data))
        .filter(Boolean)
        .map(Number),
    );
    if (Numbers.length >= 10000 && cuts === 100) break;
  }
  f.close();
  return { Numbers, Gaps, Cuts: cuts, Reconnects: f.stats.reconnects, Malformed: f.stats.malformed };
}
