export async function firstLag({ url }) {
  const f = new FS.FeedSource(url, { lag: { time: '/sent', warnMs: 3000 } });
  f.onmessage = () => {};
  const start = performance.now();
  const { detail } = await new Promise((resolve) => f.addEventListener('lag', resolve));
  const { lagMs } = f.stats;
  f.close();
  return {
    Steady: performance.now() - start,
    Lag: detail.lagMs,
    Offset: detail.offsetMs,
    Trend: detail.lagTrend,
    After: lagMs,
    Message: detail.message,
  };
}
