import { FeedSource, type FeedError, type FeedEvent } from 'feedsource';
import { Attempt } from './attempt.js';

/** The content type of event streams. */
export const EventStreamContentType = 'text/event-stream';

/** A message of the stream. */
export interface EventSourceMessage {
  /** The id that came with it; empty if none did, or the same as before. */
  id: string;
  /** Its type; empty if it has none, or `message`. */
  event: string;
  /** Its data lines, joined with LF. */
  data: string;
  /** Always undefined: the feed itself obeys what the server says there. */
  retry?: number | undefined;
}

/** What `fetch` takes, and what is called while the stream is read. All are optional. */
export interface FetchEventSourceInit extends RequestInit {
  /** `accept` is `text/event-stream` unless it is given; `last-event-id` is added when the stream is asked for again. */
  headers?: Record<string, string>;
  /** Asked about every response; what it throws refuses that. Default: the content type must be that of event streams. */
  onopen?: (response: Response) => Promise<void>;
  /** Called for every event. */
  onmessage?: (message: EventSourceMessage) => void;
  /** The server ended the stream, and that is the end, unless this throws. */
  onclose?: () => void;
  /**
   * Asked about every failure, and about what the other functions throw. It gives the wait until the next request, in
   * milliseconds, or nothing, which leaves it to the feed. What it throws ends the stream.
   */
  // biome-ignore lint/suspicious: the types are the library's, so that code which compiled with it compiles
  onerror?: (error: any) => number | null | undefined | void;
  /** The connection stays while the page is hidden. Default false: it is given up, and made again when the page is shown. Outside a page it stays. */
  openWhenHidden?: boolean;
  /** Used instead of the global one. */
  fetch?: typeof fetch;
}

const hidden = new DOMException('The page is hidden.', 'AbortError');

/**
 * Reads an event stream as `fetchEventSource` of `@microsoft/fetch-event-source` does, with a {@link FeedSource}.
 *
 * @returns a promise that resolves when the server has ended the stream, or `signal` aborts. It rejects with what `onerror`
 *   throws, and with the FeedError of a feed that cannot go on.
 * @example
 * await fetchEventSource('/api/answers', { method: 'POST', body, headers, onmessage: ({ data }) => show(JSON.parse(data)) });
 */
export function fetchEventSource(input: RequestInfo, init: FetchEventSourceInit = {}): Promise<void> {
  const { signal, headers, onopen = expectEventStream, onmessage, onclose, onerror, openWhenHidden, ...rest } = init;
  const { fetch: ask = fetch, ...request } = rest;
  const stays = openWhenHidden || typeof document === 'undefined'; // outside a page nothing is hidden
  let attempt: Attempt | undefined;
  let lastId = '';
  let resumeAfter: string | undefined; // the message at which `onmessage` threw

  /** The request as the page has it: what the feed knows of it is the cursor. */
  const answer = async (_url: string, { headers: sent, signal: over }: RequestInit): Promise<Response> => {
    const cursor = resumeAfter ?? new Headers(sent).get('Last-Event-ID');
    lastId = '';
    resumeAfter = undefined;
    for (;;) {
      if (!stays && attempt) await visible(over!);
      attempt = new Attempt(over!);
      try {
        const accept = headers?.['accept'] || EventStreamContentType;
        const fields = { ...headers, accept, ...(cursor && { 'last-event-id': cursor }) };
        const response = await ask(input, { ...request, headers: fields, signal: attempt.signal });
        await onopen(response);
        return attempt.accepted(response, EventStreamContentType);
      } catch (error) {
        attempt.failure ??= { error };
        if (attempt.failure.error !== hidden || over!.aborted) throw error;
      }
    }
  };

  const read = ({ type, data, lastEventId }: FeedEvent): void => {
    if (attempt?.failure) return; // what came with the message at which `onmessage` threw comes again
    const id = lastEventId === lastId ? '' : lastEventId;
    lastId = lastEventId;
    try {
      onmessage?.({ id, event: type === 'message' ? '' : type, data, retry: undefined });
    } catch (error) {
      resumeAfter = lastEventId;
      attempt?.breakOff(error);
    }
  };

  return new Promise((resolve, reject) => {
    if (signal?.aborted) return resolve();
    const delay = (failure: FeedError): number | false | undefined => {
      const { failure: own, isDone } = attempt ?? {};
      if (own?.error === hidden) return 0;
      if (failure.type === 'away') return undefined;
      try {
        let error = own ? own.error : failure;
        if (isDone && !own) {
          try {
            onclose?.();
            resolve();
            return false;
          } catch (thrown) {
            error = thrown;
          }
        }
        return onerror?.(error) ?? undefined;
      } catch (thrown) {
        reject(thrown);
        return false;
      }
    };
    const { url, method } = input instanceof Request ? input : { url: input, method: 'GET' };
    const feed = new FeedSource(url, {
      method: request.method ?? method,
      format: 'sse',
      fetch: answer,
      reconnect: { anyMethod: true, delay },
    });
    feed.addEventListener('*', read);
    const onVisibilityChange = () => document.hidden && attempt?.breakOff(hidden);
    const over = new AbortController();
    if (!stays) document.addEventListener('visibilitychange', onVisibilityChange, { signal: over.signal });
    const abort = () => {
      feed.close();
      over.abort();
      resolve();
    };
    signal?.addEventListener('abort', abort, { signal: over.signal });
    feed.addEventListener('error', (event) => {
      if (!event.error?.final) return;
      over.abort();
      reject(event.error); // does nothing behind one of the above
    });
  });
}

async function expectEventStream(response: Response): Promise<void> {
  const contentType = response.headers.get('content-type');
  if (/^text\/event-stream *(;|$)/i.test(contentType ?? '')) return;
  throw new Error(`Expected content-type to be ${EventStreamContentType}, Actual: ${contentType}`);
}

/** Waits until the page is shown, or the stream is over. */
function visible(over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (!document.hidden || over.aborted) return resolve();
    const settled = new AbortController();
    const look = () => {
      if (document.hidden && !over.aborted) return;
      settled.abort();
      resolve();
    };
    document.addEventListener('visibilitychange', look, { signal: settled.signal });
    over.addEventListener('abort', look, { signal: settled.signal });
  });
}
