import type { FeedOptions, HeadData, Pairs } from '../link/contract.js';
import type { Answer } from './socket.js';

/** The head of a response, which a page's own fetch may have made up. */
export function headOf(response: Answer, { gap, resume }: FeedOptions): HeadData {
  const { url, status, statusText, type, headers } = response;
  const header = (name: string): string => headers?.get?.(name) ?? '';
  const head = {
    url,
    status,
    contentType: header('Content-Type'),
    resumed: gap?.header && header(gap.header),
    from: resume?.fromHeader && header(resume.fromHeader),
    grpcStatus: header('grpc-status') || undefined,
    grpcMessage: header('grpc-message') || undefined,
  };
  if (status === 200) return head as HeadData;
  // Why not, and when to come back.
  return {
    ...head,
    statusText,
    retryAfter: header('Retry-After'),
    rateLimitReset: header('X-Rate-Limit-Reset'),
    opaque: type === 'opaque' || type === 'opaqueredirect',
  } as HeadData;
}

/** Headers as data; what a fetch of the page's own gave as a response may have none. */
export const pairs = (headers: Headers | undefined): Pairs => (headers instanceof Headers ? [...headers] : []);
