import { base } from './feeds.js';

const member = (value, pointer) =>
  pointer
    .split('/')
    .slice(1)
    .reduce((v, name) => v?.[name], value);

// The first of the members that show points to, or the whole record.
const shown = (e, show) => {
  let json;
  try {
    json = JSON.parse(e.text);
  } catch {
    return e.text;
  }
  const found = show.map((pointer) => member(json, pointer)).find((v) => v !== null && v !== undefined) ?? e.text;
  return typeof found === 'string' ? found : JSON.stringify(found);
};

// What is said by a WebSocket, with the number of the attempt where there is a place for it.
const said = (text) =>
  text.includes('{attempt}') ? ({ attempt }) => text.replaceAll('{attempt}', attempt) : text || undefined;

// Reads a feed to its end and tells what it saw of it. It cuts every wait short, and has
// another token for every attempt.
export async function witness({ url, init, show, socket }) {
  const own = socket
    ? { greet: said(socket.greet), subscribe: said(socket.subscribe) }
    : { headers: (attempt) => ({ Authorization: 'Bearer ' + attempt }) };
  const f = new FS.FeedSource(url, { ...own, ...init });
  const seen = { Records: [], Errors: [], Events: { keepalive: 0, gap: 0, warning: 0 } };
  for (const type of Object.keys(seen.Events)) f.addEventListener(type, () => seen.Events[type]++);
  f.addEventListener('error', (e) => {
    if (!(e instanceof ErrorEvent)) return;
    const { type: Type, retryInMs: RetryInMs, final: Final } = e.error;
    seen.Errors.push({ Type, RetryInMs, Final });
    if (RetryInMs > 0) f.reconnect();
  });
  try {
    for await (const e of f) seen.Records.push([e.type, e.lastEventId, shown(e, show)].join(' | '));
  } catch {} // told by the last error
  const { records, keepalives, duplicates, malformed, reconnects } = f.stats;
  return { ...seen, Stats: { records, keepalives, duplicates, malformed, reconnects } };
}

export async function ablyEncodings({ url, preset }) {
  const f = new FS.FeedSource(url, { preset, reconnect: false });
  const list = [];
  try {
    for await (const { json } of f) {
      const message = json.data?.channel ? json.data : json;
      if (message.name) list.push([message.data, message.encoding ?? '']);
    }
  } catch {}
  list[4] = list[4][1].includes('cipher+aes-128-cbc') && 'sealed';
  list[5] = list[5][0]; // parsed already, whatever its encoding says
  return list;
}

export async function optionsByHand({ url }) {
  const f = new FS.FeedSource(url, {
    preset: 'ntfy',
    id: '/other',
    resume: { header: 'X-Since' },
    reconnect: { delay: (e) => (e.final ? false : 1) },
  });
  const ids = [];
  try {
    for await (const e of f) ids.push(e.lastEventId);
  } catch {}
  return [...ids, f.stats.keepalives];
}

export async function presetNames() {
  const { presets } = await import('/dist/presets.js');
  for (const { options } of Object.values(presets)) new FS.FeedSource(base, options).close();
  return Object.keys(presets);
}
