// Pages on Espresso's wall.

import { heard, pause } from './feeds.js';

const open = (url, host, init) => new FS.FeedSource(url, { reconnect: { delay: () => 0 }, ...init, ...host });

const numbered = { id: '/id', resume: { query: 'since' } };

let talking;

// Opens the wall, and says something every now and then.
export function join({ url, way, name }) {
  const lines = [];
  const feed = open(url, way, numbered);
  let hasAll;
  const all = new Promise((resolve) => (hasAll = resolve));
  feed.onmessage = ({ json: { id, text } }) => {
    if (id === undefined) return; // it greets after every cut
    lines.push(`${id} ${text}`);
    if (text === 'over') hasAll();
  };
  talking = { feed, lines, all, isOver: false };
  talking.said = talk(talking, name);
}

async function talk(state, name) {
  const said = [];
  while (!state.isOver) {
    const text = `${name} ${said.length + 1}`;
    said.push(text);
    await state.feed.send(text);
    await pause(said.length % 7);
  }
  return said;
}

export function stopTalking() {
  talking.isOver = true;
  return talking.said;
}

export async function leave() {
  const { feed, lines, all } = talking;
  await all;
  feed.close();
  return { Heard: lines, Reconnects: feed.stats.reconnects };
}

// What is heard of a wall up to its last message, and the number it has.
const events = async (feed, last) => {
  const list = [];
  for await (const { type, data, lastEventId } of feed) {
    list.push([type, data, lastEventId]);
    if (data.includes(` #${last}`)) return list;
  }
};

const withoutTheTime = (list) =>
  list.map(([type, data, id]) => [type, data.replace(/^\d{4}-\d\d-\d\d \S+ \S+/, 'time'), id]);

export async function both({ eventStream, webSocket, way, id, last }) {
  const byEventStream = await events(
    new FS.FeedSource(eventStream, { reconnect: { delay: () => 0 }, resume: numbered.resume }),
    last,
  );
  const byWebSocket = await events(open(webSocket, way, id ? numbered : {}), last);
  // By an event stream every message has its number, and by a WebSocket if it says so itself.
  const shown = (list) => (id ? list : withoutTheTime(list).map(([type, data]) => [type, data]));
  return { ByEventStream: greetedOnce(shown(byEventStream)), ByWebSocket: greetedOnce(shown(byWebSocket)) };
}

// The greeting comes once with every connection, and of those the two have different numbers.
const greetedOnce = (list) => list.filter(([, data], at) => at === 0 || !data.includes('Welcome'));

// What a page is told of what goes wrong, and whether it goes on.
export async function fault({ url, way, says }) {
  const feed = open(url, way, {
    signals: [
      { close: [4400, 4499], then: 'stop' },
      { close: 4900, then: 'end' },
    ],
    reconnect: {},
    keepalive: { timeoutMs: 1500, connectMs: 20_000 },
  });
  feed.onmessage = () => {};
  if (says) void feed.send(says === 'bytes' ? new Uint8Array(3) : 'x'.repeat(70_000)).catch(() => {});
  const { error } = await heard(feed, 'error');
  const { type, code, final, message } = error;
  const isClosed = feed.readyState === 2;
  feed.close();
  if (isClosed !== final) return `${type}: final is ${final}, and it is not so`;
  return `${type}${code ? ` ${code}` : ''} ${final ? 'final' : 'again'}: ${message.slice(message.indexOf(': ') + 2)}`;
}

export async function overTheLimit({ url, way }) {
  const log = [];
  const feed = open(url, way, { ...numbered, maxRecordBytes: 1000 });
  feed.addEventListener('malformed', ({ reason }) => log.push(`malformed ${reason}`));
  for await (const { json } of feed) {
    log.push(json.id ? json.text : 'greeting');
    if (json.text === 'two') return log;
  }
}

// Sends to a server that reads nothing, until that is refused.
export async function sendTooMuch({ url, way }) {
  const feed = open(url, way, {});
  feed.onmessage = () => {};
  await heard(feed, 'message');
  const message = 'x'.repeat(1 << 16);
  for (let Taken = 0; ; Taken++) {
    try {
      await feed.send(message);
    } catch ({ type: Type, message: Message, final: Final }) {
      const State = feed.readyState;
      feed.close();
      return { Type, Message, Final, Taken, State };
    }
  }
}

export async function sendWhileConnecting({ url, way }) {
  const feed = open(url, way, { reconnect: { delay: () => 600_000 } });
  const words = ({ message }) => message;
  await heard(feed, 'error');
  const waiting = feed.send(new Uint8Array(4 << 20)).then(() => 'sent', words);
  const refused = await feed.send('x').then(() => 'sent', words);
  feed.close();
  return [refused, await waiting, await feed.send('x').then(() => 'sent', words)];
}

// Reads slowly what comes fast.
export async function beBusy({ url, way, last }) {
  const IDs = [];
  const Errors = [];
  const feed = open(url, way, { ...numbered, maxRecordBytes: 100_000, reconnect: { delay: () => 0 } });
  feed.onerror = ({ error: { type, message } }) => Errors.push(`${type} ${message}`);
  for await (const { json } of feed) {
    if (json.id === undefined) continue;
    IDs.push(json.id);
    if (json.id % 20 === 1) await pause(50);
    if (json.id === last) break;
  }
  return { IDs, Errors };
}

export const first = async ({ url, way }) => {
  for await (const { data } of open(url, way, {})) return data;
};

export const untilFinal = ({ url, way }) =>
  new Promise((resolve) => {
    const feed = open(url, way, { reconnect: {} });
    let failures = 0;
    feed.onerror = ({ error: { type, message, final } }) => {
      if (++failures > 5) feed.close();
      if (final || failures > 5) resolve({ type, message, final, failures });
    };
  });
