import type { BodyData, RequestData } from '../link/contract.js';
import { isFetchOption } from './option-table.js';
import { headerPairs } from './headers.js';
import type { FullInit } from './short-forms.js';

/** The request that a feed is asked for with, as data. */
export function requestData(init: FullInit): RequestData {
  const rest = Object.fromEntries(Object.entries(init).filter(([name]) => isFetchOption(name)));
  if (init.withCredentials) rest['credentials'] = 'include';
  const asksHeaders = typeof init.headers === 'function';
  return {
    headers: asksHeaders ? [] : headerPairs(init.headers as HeadersInit),
    asksHeaders,
    body: bodyData(init.body),
    rest,
  };
}

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
