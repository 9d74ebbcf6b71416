import { FeedSource } from 'feedsource';

/** The names of formats that this benchmark tells apart by what is in them. */
const named = { 'envelope-json': 'envelope', 'envelope-proto': 'envelope' };

export const formatOf = (format) => named[format] ?? format;

const open = ({ format, preset, url, network, fetch, decode }, more) =>
  new FeedSource(url, {
    ...(preset ? { preset } : { format: formatOf(format) }),
    ...(decode ? { parse: decode } : {}),
    reconnect: false,
    ...more,
    ...(network ? {} : { fetch }),
  });

const valuesOf = { text: (event) => event.data, bytes: (event) => event.data, objects: (event) => event.json };

async function batches(source, take, to, more) {
  const value = valuesOf[to];
  for await (const batch of open(source, more).batches()) for (const event of batch) take(value(event));
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

const texts = ['sse', 'ndjson', 'json-cr', 'json-crlf', 'length', 'json-array', 'json'];
const bytes = [
  'varint',
  'u32be',
  'envelope-json',
  'envelope-proto',
  'docker',
  'aws-eventstream',
  'multipart',
  'cbor-seq',
  'msgpack',
];
const formats = [...texts, ...bytes];

export default {
  name: 'FeedSource',
  ways: [
    { formats, by: 'batches()', gives: 'either', run: (source, take, to) => batches(source, take, to) },
    {
      formats,
      by: 'batches(), recorded',
      gives: 'either',
      run: (source, take, to) => batches(source, take, to, { record: true }),
      main: false,
    },
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
