import type { Opening, Pairs } from '../link/contract.js';
import type { OwnFetch } from '../link/host.js';
import { cancel } from './reader.js';
import { plainDial, requestInit } from './request.js';

/** A request that is sent ahead of the engine. */
export interface EarlyRequest {
  readonly aborter: AbortController;
  /** Rejects if the request could not be made. */
  readonly init: Promise<RequestInit>;
  readonly response: Promise<Response>;
}

/**
 * Sends a feed's first request while the engine is loading, unless what only the engine knows has a part in it: where the
 * cursor goes.
 */
export function early(
  { options, request }: Opening,
  headers: (attempt: number) => Promise<Pairs>,
  ownFetch: OwnFetch | undefined,
): EarlyRequest | undefined {
  if (options.lastEventId) return undefined;
  const aborter = new AbortController();
  const { signal } = aborter;
  const init = headers(1).then((pairs) => ({
    ...requestInit(request, pairs, options.format, plainDial(options.url)),
    signal,
  }));
  const response = init.then((made) => {
    signal.throwIfAborted(); // closed while the page's function was at work
    return (ownFetch ?? fetch)(options.url, made);
  });
  init.catch(() => {}); // told when the engine waits for it
  response.then(
    (late) => signal.aborted && cancel(late?.body),
    () => {},
  );
  return { aborter, init, response };
}
