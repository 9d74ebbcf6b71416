import { until } from './hear.js';

// Reads events whose types are names of something else.
export async function typesThatAreNames({ url, types }) {
  const feed = new FS.FeedSource(url, { reconnect: false });
  let seen = '';
  let opens = 0;
  let final;
  for (const type of types) {
    feed.addEventListener(type, (e) => {
      if (e instanceof FS.FeedEvent) seen += e.type + ' ' + e.data + ';';
      else if (e.type === 'open') opens++;
      else if (e instanceof ErrorEvent) final = e.error.type;
    });
  }
  await until(() => final);
  return { seen, opens, final, clean: {}.data === undefined };
}

// A generator of bytes that are the same in every run (xorshift32).
function* bytesOf(seed) {
  for (let x = seed; ; ) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    yield x & 255;
  }
}

// What a body of each format begins with, so that it is not refused for its first bytes.
const beginnings = {
  u8: [1, 65],
  varint: [1, 65],
  u16be: [0, 1, 65],
  u16le: [1, 0, 65],
  u32be: [0, 0, 0, 1, 65],
  u32le: [1, 0, 0, 0, 65],
  u64be: [0, 0, 0, 0, 0, 0, 0, 1, 65],
  u64le: [1, 0, 0, 0, 0, 0, 0, 0, 65],
  envelope: [0, 0, 0, 0, 1, 65],
  docker: [1, 0, 0, 0, 0, 0, 0, 1, 65],
  'cbor-seq': [1],
  msgpack: [1],
  multipart: Array.from('--b\r\n\r\nA\r\n', (c) => c.charCodeAt(0)),
};

// Reads so many random bytes in random pieces as each format of bytes, and tells how that ended, and of how many records and
// pieces that are none.
export async function random({ size, begun }) {
  const ends = {};
  for (const format of FS.formats.slice(FS.formats.indexOf('varint'))) {
    if (format === 'message') continue; // a WebSocket's own
    const random = bytesOf(format.length + format.charCodeAt(0));
    const next = () => random.next().value;
    const left = [...(begun ? (beginnings[format] ?? []) : [])];
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (sent >= size) return controller.close();
        const piece = new Uint8Array(1 + next() + 256 * (next() >> 2));
        for (let i = 0; i < piece.length; i++) piece[i] = left.shift() ?? next();
        sent += piece.length;
        controller.enqueue(piece);
      },
    });
    const headers = {
      'Content-Type': format === 'multipart' ? 'multipart/mixed; boundary=b' : 'application/octet-stream',
    };
    const feed = new FS.FeedSource('https://feeds.example/', {
      format,
      reconnect: false,
      fetch: async () => new Response(body, { headers }),
    });
    let end;
    feed.onmessage = () => {};
    feed.onmalformed = () => {};
    feed.onerror = ({ error }) => (end = error.type);
    await until(() => end);
    ends[format] = { End: end, Records: feed.stats.records, Malformed: feed.stats.malformed };
  }
  return ends;
}
