import { feed, pause, reading } from './feeds.js';
import { stream } from './responses.js';

export async function halfOpenConnection() {
  await FS.init(); // which notes silence
  const f = feed('/espresso/subscribe?from=1&count=40&rate=0&hold=1&silence=700&times=1&fault=halfopen', {
    keepalive: { timeoutMs: 400 },
  });
  const ids = [];
  const errors = [];
  f.addEventListener('error', (e) => e instanceof ErrorEvent && errors.push(e.error));
  for await (const e of f) {
    ids.push(Number(e.lastEventId));
    if (e.lastEventId === '40') break;
  }
  f.close();
  return { ids, types: errors.map((e) => e.type), message: errors[0].message };
}

export async function slowLoop() {
  const f = feed('/espresso/subscribe?from=1&rate=0', { keepalive: { timeoutMs: 300 } });
  let errors = 0;
  let taken = 0;
  f.addEventListener('error', (e) => (errors += e instanceof ErrorEvent));
  for await (const batch of f.batches()) {
    taken += batch.length;
    if (taken > 100) await pause(1500);
    if (taken > 1000) break;
  }
  f.close();
  return [errors, taken];
}

export async function slowLoopAtTheEnd() {
  const f = new FS.FeedSource('http://own/', {
    format: 'ndjson',
    reconnect: false,
    keepalive: { timeoutMs: 300 },
    fetch: async () => new Response(stream('{"a":1}\n{"a":2}', true)),
  });
  const list = [];
  f.addEventListener('stall', () => list.push('stall'));
  f.onerror = ({ error }) => list.push(error.type);
  try {
    for await (const { json } of f) {
      list.push(json.a);
      if (json.a === 2) await pause(2500);
    }
  } catch (error) {
    list.push(error.type);
  }
  return list;
}

export async function feedThatBeats() {
  const f = reading(feed('/espresso/subscribe?from=1&rate=0.001&keepalive=100', { keepalive: { timeoutMs: 1000 } }));
  let errors = 0;
  let beats = 0;
  f.addEventListener('error', () => errors++);
  await new Promise((resolve) => f.addEventListener('keepalive', () => ++beats === 30 && resolve()));
  f.close();
  return [errors, beats];
}
