// Reads bodies with FeedSource and tells all that a page is told of each, in the words of tell_test.go.

import { bytesOf } from './read.js';

const base64 = (bytes) => {
  let text = '';
  for (const byte of bytes ?? []) text += String.fromCharCode(byte);
  return btoa(text);
};

/** Of what is too large or torn, an event stream does not say where it begins. */
const placeOf = ({ reason, offset = -1 }) => (reason === 'too-large' || reason === 'truncated' ? -1 : offset);

const inWords = (event) => {
  const { type, data, lastEventId, header, reason, bytes, detail, error, response, kind } = event;
  if (event instanceof FS.FeedEvent) {
    const isBytes = typeof data !== 'string';
    return ['record', type, isBytes ? base64(data) : data, isBytes, lastEventId, base64(header)];
  }
  if (type === 'open') return [type, response.status];
  if (type === 'keepalive') return [type, kind, data];
  if (type === 'malformed') return [type, reason, base64(bytes), placeOf(event)];
  if (type !== 'error') return [type, detail.reason ?? '', detail.message];
  const { type: about, message, status = 0, code = '', body = '', attempt, final } = error;
  return [type, about, message, status, code, body, attempt, final];
};

const kinds = ['open', 'error', 'malformed', 'keepalive', 'warning', 'gap', 'lag', 'stall', '*'];

/** What a feed tells of a body, and its counters. */
const tell = ({ format, type, limit, options, body }) =>
  new Promise((resolve) => {
    const told = [];
    const bytes = bytesOf(body);
    const feed = new FS.FeedSource('https://feeds.example/', {
      format,
      ...options,
      maxRecordBytes: limit,
      reconnect: { delay: () => false }, // it would be asked again, but for the page
      fetch: async () =>
        new Response(
          new ReadableStream({
            start(controller) {
              if (bytes.length > 0) controller.enqueue(bytes);
              controller.close();
            },
          }),
          { headers: type ? { 'Content-Type': type } : {} },
        ),
    });
    for (const kind of kinds) {
      feed.addEventListener(kind, (event) => {
        if (kind === 'error' && event instanceof FS.FeedEvent) return; // told to '*'
        if (kind === '*' || !(event instanceof FS.FeedEvent)) told.push(inWords(event));
        if (!event.error?.final) return;
        const { records, keepalives, malformed, duplicates } = feed.stats;
        resolve([...told, ['stats', records, keepalives, malformed, duplicates, feed.lastEventId]]);
      });
    }
  });

export const tellAll = async ({ path }) => {
  const cases = await (await fetch(path)).json();
  const results = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let i; (i = next++) < cases.length; ) results[i] = await tell(cases[i]);
    }),
  );
  return results;
};
