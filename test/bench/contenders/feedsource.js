import { FeedSource } from 'feedsource';

const open = ({ format, preset, url, network, fetch }, more) =>
  new FeedSource(url, {
    ...(preset ? { preset } : { format }),
    reconnect: false,
    ...more,
    ...(network ? {} : { fetch }),
  });

const valuesOf = { text: (event) => event.data, objects: (event) => event.json };

async function batches(source, take, to) {
  const value = valuesOf[to];
  for await (const batch of open(source).batches()) for (const event of batch) take(value(event));
}

async function iterator(source, take, to) {
  const value = valuesOf[to];
  for await (const event of open(source)) take(value(event));
}

const heard = (feed) =>
  new Promise((resolve, reject) => {
    feed.onerror = ({ error }) => (error.type === 'complete' ? resolve() : reject(error));
  });

/** Reads by addEventListener, with more options than the source tells. */
export function listen(source, take, to, more) {
  const feed = open(source, more);
  const value = valuesOf[to];
  feed.addEventListener(source.type, (event) => take(value(event)));
  return heard(feed);
}

function onmessage(source, take, to) {
  const feed = open(source);
  const value = valuesOf[to];
  feed.onmessage = (event) => take(value(event));
  return heard(feed);
}

const formats = ['sse', 'ndjson', 'json-cr', 'json-crlf', 'length', 'json-array', 'json'];

export default {
  name: 'FeedSource',
  ways: [
    { formats, by: 'batches()', gives: 'either', run: batches },
    { formats, by: 'iterator', gives: 'either', run: iterator, main: false },
    {
      formats,
      by: 'addEventListener',
      gives: 'either',
      run: (source, take, to) => listen(source, take, to),
      main: false,
    },
    { formats, by: 'onmessage', gives: 'either', run: onmessage, main: false },
  ],
};
