/**
 * The texts of a feed's records and, last, `end`, or type and message of the error that closed it. A feed that `options`
 * have run elsewhere says where.
 */
export function read(FeedSource, url, options) {
  return new Promise((resolve) => {
    const lines = [];
    const feed = new FeedSource(url, { reconnect: false, ...options });
    feed.onmessage = (event) => lines.push(event.json.text);
    feed.onerror = ({ error }) => {
      lines.push(error.type === 'complete' ? 'end' : `${error.type}: ${error.message}`);
      resolve(options ? lines.map((line) => `${feed.stats.host}: ${line}`) : lines);
    };
  });
}

/** What the feed in `?feed=` brings to the page and then, by a worker, again; nothing without one. */
export async function readTwice(FeedSource) {
  const url = new URLSearchParams(location.search).get('feed');
  if (!url) return [];
  return [...(await read(FeedSource, url, { worker: false })), ...(await read(FeedSource, url, { worker: true }))];
}

/** Lists on the page what the feed in its `?feed=` brought. */
export async function show(FeedSource) {
  const url = new URLSearchParams(location.search).get('feed');
  if (url) list(await read(FeedSource, url));
}

/** Lists lines on the page. */
export function list(lines) {
  document.querySelector('ul').replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement('li');
      item.textContent = line;
      return item;
    }),
  );
  document.body.dataset.done = 'yes';
}
