/** The texts of a feed's records and, last, `end`, or type and message of the error that closed it. */
export function read(FeedSource, url) {
  return new Promise((resolve) => {
    const lines = [];
    const feed = new FeedSource(url, { reconnect: false });
    feed.onmessage = (event) => lines.push(event.json.text);
    feed.onerror = ({ error }) =>
      resolve([...lines, error.type === 'complete' ? 'end' : `${error.type}: ${error.message}`]);
  });
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
