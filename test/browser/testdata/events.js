import { base, feed, heard, put } from './feeds.js';

const shown = ({ type, response: { url, status, headers } }) => [
  type,
  url.slice(base.length),
  status,
  headers.get('content-type'),
  headers instanceof Headers,
];

/** What open events hold: of a feed, of one that shares its connection, and of one that joins that later. */
export async function responses() {
  await put('one', 'data: 1\n\n');
  const path = '/raw/get/one?type=text/event-stream&hold=1';
  const list = [];
  const feeds = [feed(path), feed(path, { share: 'responses' })];
  for (const f of feeds) list.push(shown(await heard(f, 'open')));
  feeds.push(feed(path, { share: 'responses' }));
  list.push(shown(await heard(feeds[2], 'open')));
  for (const f of feeds) f.close();
  const strict = new FS.EventSource(base + path);
  const { constructor } = await heard(strict, 'open');
  strict.close();
  return [...list, constructor === Event];
}
