import { base, feed, heard, put } from './feeds.js';

const shown = ({ type, response: { url, status, headers } }) => [
  type,
  url.slice(base.length),
  status,
  headers.get('content-type'),
  headers instanceof Headers,
];

/** What open events hold: of a feed, of one that shares its connection, and of one that joins that later. */
export async function responses() {
  await put('one', 'data: 1\n\n');
  const path = '/raw/get/one?type=text/event-stream&hold=1';
  const feeds = [feed(path), feed(path, { share: 'responses' })];
  const list = (await Promise.all(feeds.map((f) => heard(f, 'open')))).map(shown);
  feeds.push(feed(path, { share: 'responses' }));
  list.push(shown(await heard(feeds[2], 'open')));
  for (const f of feeds) f.close();
  const strict = new FS.EventSource(base + path);
  const plain = await heard(strict, 'open');
  strict.close();
  return [...list, plain.constructor === Event];
}

/** What one listener for all records hears, and whether it is the event that the others hear. */
export async function everyType() {
  await put('types', 'data: 1\n\nevent: tick\ndata: 2\n\n: quiet\n\nevent: error\ndata: 3\n\nevent: last\ndata: 4\n\n');
  const f = feed('/raw/get/types?type=text/event-stream', { reconnect: false });
  const list = [];
  let ticked;
  f.addEventListener('tick', (event) => {
    ticked = event;
    event.stopImmediatePropagation();
  });
  f.addEventListener('*', (event) => {
    list.push(`${event.type} ${event.data} ${event.json}`);
    if (event.target !== f || event.currentTarget !== f || !(event instanceof FS.FeedEvent)) list.push('of another');
    if (event.type === 'tick') list.push(event === ticked);
  });
  f.addEventListener('*', () => list.push('captured'), { once: true, capture: true });
  f.addEventListener(
    '*',
    () => {
      list.push('once, which throws');
      throw new Error('thrown on purpose');
    },
    { once: true },
  );
  const { error } = await new Promise((resolve) => f.addEventListener('error', (e) => e.error && resolve(e)));
  return [...list, error.type];
}

const classes = [
  'FeedSource',
  'EventSource',
  'FeedEvent',
  'KeepAliveEvent',
  'MalformedEvent',
  'OpenEvent',
  'FeedError',
];

/** How events are called and shown, of which the script is minified, and what can be cloned of them. */
export async function shownEvents() {
  await put('two', 'id: 7\nevent: tick\ndata: {"n":1}\n\n');
  const f = feed('/raw/get/two?type=text/event-stream', { reconnect: false });
  const heard = [];
  f.addEventListener('*', (event) => heard.push(event));
  f.addEventListener('error', (event) => heard.push(event, event.error));
  for await (const _ of f);
  let light;
  for await (const event of feed('/raw/get/two?type=text/event-stream', { reconnect: false })) light = event;
  heard.splice(1, 0, light);
  const plain = heard.map((event) => {
    const data = structuredClone(event.toJSON());
    return JSON.stringify(data) === JSON.stringify(event) ? data : 'another';
  });
  const names = classes.map((name) => FS[name].name);
  const tags = classes.map((name) => Object.prototype.toString.call(FS[name].prototype));
  return { names, tags, plain: plain.map(({ type, data, origin }) => [type, data, origin === base]) };
}

// What a Standard Schema validator is: one that wants a number n, and makes it an object of its own.
const schema = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      typeof value.n === 'bigint'
        ? { value: { twice: `${value.n * 2n}` } }
        : { issues: [{ message: 'no number', path: ['n'] }] },
  },
};
const exact = (text) => {
  const value = JSON.parse(text);
  const [, n] = /"n":(\d+)/.exec(text) ?? [];
  return n ? { ...value, n: BigInt(n) } : value;
};

/** What a feed with a parser and a schema of the page's delivers, and what it tells of the rest. */
export async function parsedAndValidated() {
  await put('rows', '{"n":1524831183200260097}\n{"n":"x"}\n{"m":}\n{"n":3}\n');
  const f = feed('/raw/get/rows', { format: 'ndjson', reconnect: false, parse: exact, schema });
  const list = [];
  f.addEventListener('malformed', ({ reason, data, issues }) =>
    list.push([reason, data, ...issues.map((i) => i.path + i.message)]),
  );
  for await (const { json } of f) list.push(json.twice);
  return [...list, f.stats.records, f.stats.malformed];
}

/** The keep-alives of an event stream, and the records behind them. */
export async function keepAlives({ ahead }) {
  await FS.init({ interim: ahead });
  await put('alive', ':\n\n\nevent: x\n\nretry: 5\n\nid: 3\n\ndata: one\n:inside\ndata: two\n\ndata: ping\n\n: é\n\n');
  const signals = [{ is: 'ping', then: 'keepalive' }];
  const f = feed('/raw/get/alive?type=text/event-stream', { reconnect: false, signals });
  const list = [];
  f.addEventListener('keepalive', ({ kind, data }) => list.push(`${kind} ${data}`));
  f.onmessage = ({ data }) => list.push(data);
  await heard(f, 'error');
  await FS.init({ interim: true });
  return [...list, f.stats.keepalives];
}
