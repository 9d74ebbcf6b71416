import { feed, heard, pause, put, reading } from './feeds.js';

export async function neighbourOfABrokenFeed({ engine, word, worker }) {
  await FS.init({ wasm: engine, worker });
  await put('good', '{"n":1}\n');
  await put('bad', `{"n":1}\n{"n":"${word}"}\n{"n":3}\n`);
  // A neighbour that must live on, with timers and a cursor to go on from.
  const neighbour = feed('/espresso/subscribe?from=1&count=60&rate=50&hold=1', { keepalive: { timeoutMs: 3000 } });
  const ids = [];
  const told = [];
  neighbour.addEventListener('error', (e) => e instanceof ErrorEvent && told.push([e.error.type, e.error.final]));
  const followed = (async () => {
    for await (const e of neighbour) {
      ids.push(Number(e.lastEventId));
      if (e.lastEventId === '60') break;
    }
  })();
  while (ids.length < 3) await pause(5);
  // And one that must not be asked for again.
  const once = reading(feed('/espresso/subscribe?from=1&count=1&rate=0&hold=1', { reconnect: false }));
  let onceIs = 'going on';
  once.onerror = ({ error }) => (onceIs = `${error.type} ${error.final}`);
  await heard(once, 'open');

  const bad = feed('/raw/get/bad', { format: 'ndjson' });
  const before = [];
  bad.onmessage = (e) => before.push(e.json.n);
  const error = await new Promise((resolve) => (bad.onerror = (e) => e.error.final && resolve(e.error)));
  dispatchEvent(new Event('online')); // a dead engine does not hear it
  await followed;
  const later = feed('/raw/get/good', { format: 'ndjson', reconnect: false });
  const { data } = await heard(later, 'message');
  return {
    type: error.type,
    message: error.message,
    cause: String(error.cause),
    state: bad.readyState,
    before,
    ids,
    told,
    onceIs,
    data,
  };
}
