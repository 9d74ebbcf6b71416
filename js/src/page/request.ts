import type { BodyData, Pairs, RequestData } from '../link/contract.js';
import type { FeedSourceInit } from './options.js';

/** The options that are not fetch's own: what is left of them when these are taken away is the request. */
const ownOptions = new Set([
  'headers',
  'withCredentials',
  'preset',
  'format',
  'lastEventId',
  'id',
  'resume',
  'gap',
  'backfill',
  'decode',
  'lag',
  'signals',
  'dedupe',
  'keepalive',
  'reconnect',
  'maxRecordBytes',
  'fetch',
  'worker',
  'share',
  'signal',
  'body',
]);

/** The request that a feed is asked for with, as data. */
export function requestData(init: FeedSourceInit): RequestData {
  const rest = Object.fromEntries(Object.entries(init).filter(([name]) => !ownOptions.has(name)));
  if (init.withCredentials) rest['credentials'] = 'include';
  const asksHeaders = typeof init.headers === 'function';
  return {
    headers: asksHeaders ? [] : headerPairs(init.headers as HeadersInit),
    asksHeaders,
    body: bodyData(init.body),
    rest,
  };
}

/** Header fields as data. What is wrong with them is thrown. */
export const headerPairs = (headers: HeadersInit | undefined): Pairs => [...new Headers(headers)];

/** Forms cannot be cloned, only their fields can; what fetch takes for text is made text. */
function bodyData(body: BodyInit | null | undefined): BodyData {
  if (body instanceof URLSearchParams) return { form: 'URLSearchParams', fields: [...body] };
  if (body instanceof FormData) return { form: 'FormData', fields: [...body] };
  const asItIs =
    body === null ||
    body === undefined ||
    body instanceof Blob ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body) ||
    body instanceof ReadableStream;
  return asItIs ? (body as BodyData) : String(body);
}
