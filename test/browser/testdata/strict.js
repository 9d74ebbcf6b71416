import { heard } from './feeds.js';

// The strict class and the browser's own.
const classOf = { ours: () => FS.EventSource, native: () => globalThis.EventSource };
const open = (of, url) => new (classOf[of]())(url);

export async function firstEvent({ of, url }) {
  const es = open(of, url);
  const { type } = await Promise.race([heard(es, 'error'), heard(es, 'message')]);
  const state = es.readyState;
  es.close();
  return [type, state];
}

export async function reconnectWithID({ of, url }) {
  const es = open(of, url);
  const log = [es.readyState, es.url, es.withCredentials];
  const hear = (e) => log.push(e.type + ' ' + e.data + ' ' + e.lastEventId + ' ' + es.readyState);
  es.onmessage = hear;
  es.addEventListener('named', hear);
  es.onopen = () => log.push('open');
  await new Promise((resolve) => {
    es.onerror = (e) => {
      log.push(e.constructor.name + ' ' + es.readyState);
      if (es.readyState === 2) resolve();
    };
  });
  return log;
}

export async function missingMembers() {
  const own = globalThis.EventSource;
  const ours = FS.EventSource;
  const missing = [];
  for (const name of Object.getOwnPropertyNames(own)) if (!(name in ours)) missing.push('static ' + name);
  for (const name of Object.getOwnPropertyNames(own.prototype)) if (!(name in ours.prototype)) missing.push(name);
  for (const name of ['CONNECTING', 'OPEN', 'CLOSED']) {
    if (own[name] !== ours[name] || own.prototype[name] !== ours.prototype[name]) missing.push(name);
  }
  if (own.length !== ours.length || own.name !== ours.name) missing.push('length or name');
  return missing;
}

export async function keepAlives({ of, url }) {
  const es = open(of, url);
  const log = [];
  for (const type of ['keepalive', 'malformed']) es.addEventListener(type, (e) => log.push(e.data));
  await heard(es, 'error');
  es.close();
  return log;
}

export async function refusedScheme({ of }) {
  const es = open(of, 'ftp://127.0.0.1/feed');
  await heard(es, 'error');
  return es.readyState;
}
