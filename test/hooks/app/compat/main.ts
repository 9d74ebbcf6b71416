import * as original from '@microsoft/fetch-event-source';
import * as compat from 'feedsource/compat';

const libraries = { original, compat };

/** What a test varies: which functions throw, and what they throw. */
interface Behaviour {
  library: keyof typeof libraries;
  url: string;
  init?: RequestInit & { headers?: Record<string, string>; openWhenHidden?: boolean };
  /** `any`: every response is accepted; `ok`: one whose status is not throws. Without, the library decides. */
  open?: 'any' | 'ok';
  /** The message at which `onmessage` throws, once. */
  throwAt?: string;
  /** How often `onclose` throws. */
  reopen?: number;
  /** After how many errors `onerror` throws. */
  giveUp?: number;
  /** The message at which the signal is aborted, or the page hidden and shown again. */
  abortAt?: string;
  hideAt?: string;
  /** A fetch of the page's own, which tells what it was given. */
  ownFetch?: boolean;
}

/** Reads a stream by one of the libraries, and lists the calls in their order. */
async function calls(behaviour: Behaviour): Promise<string[]> {
  const { library, url, init, open, abortAt, hideAt } = behaviour;
  let { throwAt, reopen = 0, giveUp = 1 } = behaviour;
  const list: string[] = [];
  const abort = new AbortController();
  const options: original.FetchEventSourceInit = {
    ...init,
    signal: abort.signal,
    onmessage({ id, event, data }) {
      if (abort.signal.aborted) return;
      list.push(`message ${id}|${event}|${data}`);
      if (data === abortAt) abort.abort();
      if (data === hideAt) hideForAWhile();
      if (data !== throwAt) return;
      throwAt = undefined;
      throw new Error(`thrown at ${data}`);
    },
    onclose() {
      list.push('close');
      if (reopen-- > 0) throw new Error('thrown at the close');
    },
    onerror(error) {
      list.push(`error ${error.name}: ${error.message}`);
      if (--giveUp === 0) throw error;
      return 10;
    },
  };
  if (open) {
    options.onopen = async (response) => {
      list.push(`open ${response.status} ${response.headers.get('content-type')}`);
      if (open === 'ok' && !response.ok) throw new Error(await response.text());
    };
  }
  if (behaviour.ownFetch) {
    options.fetch = (input, given) => {
      const { method, headers, body } = given!;
      list.push(`fetch ${new URL(input as string).pathname} ${JSON.stringify({ method, headers, body })}`);
      return fetch(input, given);
    };
  }
  await libraries[library].fetchEventSource(url, options).then(
    () => list.push('resolved'),
    (reason) => list.push(`rejected ${reason.message}`),
  );
  return list;
}

/** A page cannot hide itself: it says that it is hidden, and tells so. */
function hideForAWhile(): void {
  const say = (hidden: boolean) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  say(true);
  setTimeout(say, 300, false);
}

Object.assign(globalThis, { calls });
