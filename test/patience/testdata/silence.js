import { base } from '/site.js';

export async function readThroughSilence({ path }) {
  const f = new FS.FeedSource(base + path, { keepalive: {} });
  const IDs = [];
  const Types = [];
  let stalled;
  f.addEventListener('stall', (e) => (stalled = e.detail));
  f.addEventListener('error', (e) => e instanceof ErrorEvent && Types.push(e.error.type));
  for await (const e of f) {
    IDs.push(Number(e.lastEventId));
    if (stalled) break;
  }
  f.close();
  return { IDs, Types, Silent: stalled.silentMs, Limit: stalled.limitMs };
}
