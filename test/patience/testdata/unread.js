import { base } from '/site.js';

export async function firstWarning({ path }) {
  const f = new FS.FeedSource(base + path);
  let opened;
  f.onopen = () => (opened = performance.now());
  const { detail } = await new Promise((resolve) => f.addEventListener('warning', resolve));
  const After = performance.now() - opened;
  const { records } = f.stats;
  for await (const { lastEventId } of f) {
    return { After, Reason: detail.reason, Message: detail.message, Records: records, First: lastEventId };
  }
}
