// Reads one feed for as long as it is asked to, and counts and sums up what comes.
let bytes = 0;
let records = 0;
let sum = 0;
let goal = Infinity;
let feed;
let reached;
let go;

const hash = (text) => {
  let h = 0;
  for (let i = 0; i < text.length; i++) h = (Math.imul(h, 31) + text.charCodeAt(i)) | 0;
  return h;
};

const readOn = async () => {
  for await (const events of feed.batches()) {
    for (const { data } of events) {
      records++;
      sum = (Math.imul(sum, 31) + hash(data)) | 0;
      bytes += data.length;
    }
    if (bytes < goal) continue;
    const next = new Promise((resolve) => (go = resolve));
    reached();
    await next;
  }
};

export function open({ url, format, options }) {
  feed = new FS.FeedSource(url, { format, ...options });
  void readOn();
}

/** Resolves when that many UTF-16 units came; what is on its way waits. */
export function reach({ units }) {
  goal = units;
  return new Promise((resolve) => {
    reached = () => resolve({ records, sum, bytes: feed.stats.bytes });
    go?.();
  });
}

export const close = () => feed.close();

export const host = () => feed.stats.host;

/** What the page and its worker hold, in bytes. */
export async function memory() {
  const { breakdown } = await performance.measureUserAgentSpecificMemory();
  const of = (scope) =>
    breakdown
      .filter(({ attribution }) => attribution.some((one) => one.scope === scope))
      .reduce((sum, { bytes }) => sum + bytes, 0);
  return { page: of('Window'), worker: of('DedicatedWorkerGlobalScope') };
}
