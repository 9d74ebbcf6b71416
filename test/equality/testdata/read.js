// Reads bodies with FeedSource and compares what it delivers with what it should.

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
export const bytesOf = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

// A task of its own: chunks that come in one go are framed as one.
const { port1, port2 } = new MessageChannel();
const turns = [];
port1.onmessage = () => turns.shift()();
const turn = () =>
  new Promise((resolve) => {
    turns.push(resolve);
    port2.postMessage(0);
  });

// The bytes in pieces that end at cuts.
const inPieces = (bytes, cuts) => {
  const ends = [...cuts, bytes.length];
  let at = 0;
  return new ReadableStream(
    {
      async pull(controller) {
        await turn();
        if (ends.length) controller.enqueue(bytes.slice(at, (at = ends.shift())));
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
};

// What a feed dispatches of a body, up to its end.
const dispatched = (bytes, cuts, { format, type, limit, types }, hear) =>
  new Promise((resolve) => {
    const headers = type ? { 'Content-Type': type } : {};
    const feed = new FS.FeedSource('https://feeds.example/', {
      format,
      maxRecordBytes: limit,
      reconnect: { delay: () => false }, // it would be asked again, but for the page
      fetch: async () => new Response(inPieces(bytes, cuts), { headers }),
    });
    for (const kind of new Set(['message', 'keepalive', 'malformed', 'error', ...types])) {
      feed.addEventListener(kind, (event) => {
        if (event instanceof MessageEvent) hear(event);
        else if (event.error?.final) resolve(event.error.type);
      });
    }
  });

// An event in the words of the golden files.
const inWords = (event) => {
  if (event instanceof FS.FeedEvent) {
    const { type, lastEventId: id, data, text, header } = event;
    return typeof data === 'string'
      ? { kind: 'data', type, id, text }
      : { kind: 'bytes', type, id, text, bytes: data, header };
  }
  const { kind, reason = kind === 'comment' ? kind : 'keep-alive', data: text, bytes, offset } = event;
  return { kind: reason, type: 'message', id: '', text, bytes, offset };
};

const sameBytes = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

// What is wrong about an event, beside the record that it should be.
const difference = (got, want, body) => {
  if (!got || !want) return got ? 'one too many' : 'one is missing';
  const bytes = want.text === undefined ? body.subarray(want.at, want.at + want.length) : bytesOf(want.text);
  const isRecord = want.kind === 'data' || want.kind === 'bytes';
  const id = isRecord ? want.id : '';
  const type = (isRecord && want.type) || 'message';
  if (got.kind !== want.kind || got.type !== type || got.id !== id) return 'another kind, type or id';
  if (got.text !== decoder.decode(bytes)) return 'another text';
  if (got.bytes && !sameBytes(got.bytes, bytes)) return 'other bytes';
  if (got.header && !sameBytes(got.header, bytesOf(want.head))) return 'another header';
  if (got.offset !== undefined && want.at >= 0 && got.offset !== want.at) return 'another place';
  return undefined;
};

export const shown = (value) =>
  JSON.stringify(value, (_, v) => (typeof v === 'string' ? v.slice(0, 200) : v))?.slice(0, 600);

// Reads a body and tells how many records are as they should be, and what is wrong with
// the first that is not.
const compare = async (one) => {
  const bytes = bytesOf(one.body);
  const got = [];
  await dispatched(bytes, one.cuts, one, (event) => got.push(inWords(event)));
  for (let i = 0; i < Math.max(got.length, one.want.length); i++) {
    const wrong = difference(got[i], one.want[i], bytes);
    if (wrong) return { same: i, wrong: `${wrong}, number ${i + 1}: ${shown(got[i])}, not ${shown(one.want[i])}` };
  }
  return { same: got.length, wrong: '' };
};

// Many feeds at a time, as on a busy page: each has its own answers to wait for.
const all = async (path, work) => {
  const cases = await (await fetch(path)).json();
  const results = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let i; (i = next++) < cases.length; ) results[i] = await work(cases[i]);
    }),
  );
  return results;
};

const isObject = (value) => typeof value === 'object' && value !== null;

// Whether two values are the same, however deep: no recursion.
const same = (a, b) => {
  const pairs = [[a, b]];
  for (let pair; (pair = pairs.pop()); ) {
    const [x, y] = pair;
    if (Object.is(x, y)) continue;
    if (!isObject(x) || !isObject(y) || Array.isArray(x) !== Array.isArray(y)) return false;
    const names = Object.keys(x);
    if (names.length !== Object.keys(y).length) return false;
    for (const name of names) {
      if (!Object.hasOwn(y, name)) return false;
      pairs.push([x[name], y[name]]);
    }
  }
  return true;
};

const attempt = (parse) => {
  try {
    return { value: parse() };
  } catch (error) {
    return { error };
  }
};

// A text without the white space of JSON around it. A regular expression would fail at 50,000 spaces in Firefox.
const trimmed = (text) => {
  let [from, to] = [0, text.length];
  while (from < to && ' \t\r\n'.includes(text[from])) from++;
  while (to > from && ' \t\r\n'.includes(text[to - 1])) to--;
  return text.slice(from, to);
};

// Reads a text as the only record of a body, and holds event.json against JSON.parse.
const judge = async (one) => {
  const text = trimmed(decoder.decode(bytesOf(one.text)));
  const result = {
    parses: !attempt(() => JSON.parse(text)).error,
    whole: false,
    records: 0,
    refused: 0,
    malformed: 0,
    wrong: '',
  };
  const reported = [];
  await dispatched(bytesOf(one.body), one.cuts, one, (event) => {
    if (event.type === 'malformed') {
      if (event.offset === undefined) reported.push(event);
      else result.malformed++;
    }
    if (!(event instanceof FS.FeedEvent)) return;
    result.records++;
    result.whole ||= event.data === text;
    const before = reported.length;
    const [ours, theirs] = [attempt(() => event.json), attempt(() => JSON.parse(event.data))];
    const told =
      reported.length > before && reported.at(-1).reason === 'not-json' && reported.at(-1).data === event.data;
    if (theirs.error) result.refused++;
    const about = shown(event.data);
    if (!ours.error !== !theirs.error) result.wrong = `JSON.parse and event.json disagree on ${about}`;
    else if (!ours.error && !same(ours.value, theirs.value)) result.wrong = `event.json has another value for ${about}`;
    else if (ours.error && (ours.error.type !== 'malformed' || !told)) result.wrong = `nobody was told of ${about}`;
  });
  return result;
};

export const compareAll = ({ path }) => all(path, compare);
export const judgeAll = ({ path }) => all(path, judge);
