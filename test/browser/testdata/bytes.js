// Records that are bytes, as a page gets them.

// A feed of one body, and what is heard of it up to its end.
const read = (body, init, hear = (event) => event) =>
  new Promise((resolve) => {
    const heard = [];
    const feed = new FS.FeedSource('https://feeds.example/', {
      reconnect: { delay: () => false },
      fetch: async () =>
        new Response(Uint8Array.from(body), { headers: { 'Content-Type': 'application/octet-stream' } }),
      ...init,
    });
    for (const kind of ['message', 'malformed', 'keepalive'])
      feed.addEventListener(kind, (event) => heard.push(hear(event)));
    feed.onerror = ({ error }) => error.final && resolve({ heard, feed, error });
  });

const ascii = (text) => [...text].map((c) => c.charCodeAt(0));
const framed = (...payloads) => payloads.flatMap((p) => [p.length, ...(typeof p === 'string' ? ascii(p) : p)]);
const layout = { length: { bytes: 2, offset: 1, endian: 'little', counts: 'frame' }, header: 4 };

// What an event is in short.
const nameOf = (value) => value?.constructor.name;

export async function data() {
  const log = [];
  const body = framed([0xef, 0xbb, 0xbf, 0xff], '{"n":1}', '');
  const { heard } = await read(body, { format: 'varint' });
  const [first, second, third] = heard;
  log.push(nameOf(first.data), first.data.byteLength === first.data.buffer.byteLength, [...first.data], first.text);
  log.push(
    second.text,
    second.json.n,
    Object.is(second.data, second.data),
    third.data.length,
    third.text,
    first.header,
    first.headers,
  );
  const blob = (await read(body, { format: 'varint', binaryType: 'blob' })).heard[1].data;
  log.push(nameOf(blob), blob.size, await blob.text());
  const { data: buffer } = (await read(body, { format: 'varint', binaryType: 'arraybuffer' })).heard[1];
  log.push(nameOf(buffer), buffer.byteLength);
  return log;
}

export async function headers() {
  const body = [7, 6, 0, 9, 65, 66, 7, 6, 0, 9, 67, 68, 8, 4, 0, 10];
  const { heard } = await read(body, { format: layout });
  return heard.map((event) => {
    const { header, text } = event;
    const told = [[...header], text, Object.is(event.header, header)];
    header.fill(0); // which is the page's own
    return told;
  });
}

export async function fields() {
  const part = '--b\r\nA: 1\r\nb: 2\r\n  3\r\na: 4\r\n__proto__: 5\r\n\r\nx\r\n--b--';
  const answer = () => new Response(part, { headers: { 'Content-Type': 'multipart/mixed; boundary=b' } });
  const { heard } = await read([], { format: 'auto', fetch: async () => answer() });
  const stored = structuredClone(heard[0].toJSON());
  if (stored.header.length !== heard[0].header.length) throw new Error('a header is kept');
  return Object.entries(stored.headers).flat();
}

export async function parse() {
  const sum = (bytes) => bytes.reduce((a, b) => a + b, 0);
  const refuses = (bytes) => {
    if (bytes[0] === 9) throw new RangeError('nine');
    return sum(bytes);
  };
  const hear = (event) => {
    if (event.type === 'malformed') return `${event.reason} ${event.bytes}`;
    try {
      return event.json;
    } catch ({ type, cause }) {
      return `${type}: ${cause.message}`;
    }
  };
  return (await read(framed([1, 2, 3], [9]), { format: 'varint', parse: refuses }, hear)).heard;
}

/** What is parsed shares a buffer, of the batch's own; `data` does not, and neither do malformed bytes. */
export async function views() {
  const given = [];
  const parse = (bytes) => {
    given.push(bytes);
    if (bytes[0] === 9) throw new RangeError('nine');
    return bytes.length;
  };
  const alone = ({ byteLength, buffer }) => byteLength === buffer.byteLength;
  const hear = (event) => {
    if (event.type === 'malformed') return alone(event.bytes);
    try {
      return [event.json, alone(event.data), Object.is(event.data, event.data), `${event.data}`];
    } catch ({ type }) {
      return type;
    }
  };
  const { heard } = await read(framed([1, 2, 3], [9]), { format: 'varint', parse }, hear);
  await read(framed([4, 5, 6], [7]), { format: 'varint' });
  return [...heard, given[0].buffer === given[1].buffer, `${given[0]}`];
}

export async function loops({ url, options }) {
  const log = [];
  const feed = new FS.FeedSource(url, { format: 'varint', payload: 'json', id: '/n', reconnect: 2, ...options });
  for await (const event of feed) {
    log.push(`${nameOf(event.data)} ${event.json.n} ${event.lastEventId}`);
    if (event.json.n === 4) break;
  }
  return log;
}

// A message that is compressed comes in pieces, of which only the last makes it one.
export async function inPieces() {
  const { body } = new Response('{"n":1}');
  const packed = await new Response(body.pipeThrough(new CompressionStream('gzip'))).bytes();
  const whole = FS.envelope(packed);
  whole[0] = 1;
  const answer = [...whole, 2, 0, 0, 0, 2, ...ascii('{}')];
  const stream = new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve));
      if (answer.length === 0) return controller.close();
      controller.enqueue(Uint8Array.from(answer.splice(0, 8)));
    },
  });
  const { heard, error } = await new Promise((resolve) => {
    const heard = [];
    const feed = new FS.FeedSource('https://feeds.example/', {
      format: 'envelope',
      fetch: async () => new Response(stream),
    });
    feed.onmessage = ({ text }) => heard.push(text);
    feed.onerror = ({ error }) => resolve({ heard, error });
  });
  return [...heard, error.type];
}
