import { feed, heard, pause, reading } from './feeds.js';

export async function pauseAndResume() {
  const f = feed('/ably/event-stream?channel=a&v=1.2&accessToken=good&from=1&count=60000&rate=0&hold=1', {
    format: 'ndjson',
    id: '/id',
    keepalive: { timeoutMs: 1000 },
  });
  let records = 0;
  let errors = 0;
  f.addEventListener('error', () => errors++);
  const seen = (type) => f.addEventListener(type, () => records++);
  seen('message');
  seen('presence');
  while (records < 100) await pause(1);
  f.pause();
  f.pause();
  const atPause = records;
  const bytes = f.stats.bytes;
  await pause(2500);
  const paused = [records - atPause, f.stats.bytes - bytes, f.readyState];
  f.resume();
  while (records < 50000) await pause(5);
  f.pause();
  f.close();
  f.resume();
  return { paused, errors, reconnects: f.stats.reconnects, state: f.readyState, whole: bytes < 5e6 };
}

export async function spikeOverASlowLoop() {
  const f = feed('/espresso/subscribe?from=1&count=60000&rate=0', { reconnect: false });
  let next = 1;
  let most = 0;
  try {
    for await (const batch of f.batches()) {
      for (const e of batch) if (Number(e.lastEventId) === next) next++;
      most = Math.max(most, batch.length);
      await pause(10);
    }
  } catch {}
  return { next, bounded: most < 60000 };
}

export async function committedByLoops() {
  const f = feed('/espresso/subscribe?from=1&count=9&rate=0&hold=1');
  const at = [];
  for await (const e of f) {
    at.push([e.lastEventId, f.lastEventId]);
    if (e.lastEventId === '4') break;
  }
  at.push(f.lastEventId);
  f.close();
  const g = feed('/espresso/subscribe?from=1&count=9&rate=0&hold=1');
  const batches = [];
  for await (const batch of g.batches()) {
    batches.push([batch[0].lastEventId, g.lastEventId]);
    if (batch.at(-1).lastEventId === '9') break;
  }
  g.close();
  return [at, batches[0]];
}

export async function livenessOfAStall() {
  await FS.init(); // which notes silence
  const f = feed('/espresso/subscribe?from=1&count=40&rate=0&hold=1&silence=700&times=1&fault=stalltold', {
    keepalive: { timeoutMs: 400 },
    reconnect: { delay: () => 300 },
  });
  reading(f);
  const first = f.stats.liveness;
  await heard(f, 'open');
  const open = f.stats.liveness;
  const { detail } = await heard(f, 'stall');
  await heard(f, 'error');
  const stalled = f.stats.liveness;
  await heard(f, 'open');
  const again = f.stats.liveness;
  f.close();
  return {
    states: [first, open, stalled, again, f.stats.liveness],
    enough: detail.silentMs >= 400,
    limit: detail.limitMs,
    message: detail.message,
  };
}
