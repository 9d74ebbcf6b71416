import { isOpaque, textOf } from '../link/body.js';
import type { BodyData, RequestData } from '../link/contract.js';
import { needs } from '../must.js';
import { isFetchOption } from './option-table.js';
import { headerPairs } from './headers.js';
import type { HeaderList } from './options.js';
import type { FullInit } from './short-forms.js';

/** The request that a feed is asked for with, as data. */
export function requestData(init: FullInit): RequestData {
  const rest = Object.fromEntries(Object.entries(init).filter(([name]) => isFetchOption(name)));
  if (init.withCredentials) rest['credentials'] = 'include';
  const asksHeaders = typeof init.headers === 'function';
  return {
    headers: asksHeaders ? [] : headerPairs(init.headers as HeaderList),
    asksHeaders,
    body: bodyData(init.body),
    rest,
  };
}

/**
 * A short mark of what a request asks for: a hash (FNV-1a) of its method and body, and empty without a body.
 *
 * @param key Stands for a body that cannot be hashed at once.
 * @throws {TypeError} there is such a body, and no key.
 */
export function markOf({ rest, body }: RequestData, key: string | undefined): string {
  needs(isOpaque(body) && !key, 'resume.persist', 'resume.key where the body is a Blob, a file or a stream');
  if (body === undefined || body === null) return '';
  let hash = 0x811c9dc5;
  for (const unit of textOf([`${rest['method']}`.toUpperCase(), body])) {
    hash = Math.imul(hash ^ unit.codePointAt(0)!, 0x01000193);
  }
  return (hash >>> 0).toString(36);
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
