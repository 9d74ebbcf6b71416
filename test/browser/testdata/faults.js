import { feed, heard } from './feeds.js';

export async function malformedInside() {
  const f = feed('/ably/event-stream?channel=a&v=1.2&accessToken=good&from=1&take=9&rate=0&malformed=6', {
    format: 'ndjson',
    reconnect: false,
  });
  const out = { numbers: [], bad: [], errors: [] };
  f.addEventListener('malformed', (e) => out.bad.push(e.reason, e.data.includes('"id"'), e.bytes.length > 50));
  f.onmessage = (e) => {
    try {
      out.numbers.push(e.json.data.id.split(':')[1]);
    } catch (error) {
      out.errors.push(error.type);
    }
  };
  f.addEventListener('presence', f.onmessage);
  await heard(f, 'error');
  return out;
}

export async function resumeAfterCuts() {
  const f = feed(
    '/espresso/subscribe?from=1&take=30&rate=0&retry=10&split=600&splitpause=200&cut=600&times=2&fault=resume',
  );
  const ids = [];
  const errors = [];
  f.addEventListener(
    'error',
    (e) => e instanceof ErrorEvent && errors.push([e.error.type, e.error.final, f.readyState]),
  );
  for await (const e of f) {
    ids.push(Number(e.lastEventId));
    if (e.lastEventId === '30') break;
  }
  f.close();
  return { ids, errors, stats: f.stats.reconnects };
}
