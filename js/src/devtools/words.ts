import type { RecordingEvent } from '../recorder/event.js';

/** What is said of an event. */
export interface Said {
  /** What it is, in a word or two. */
  readonly what: string;
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'bad' | 'own';
}

const calls: Readonly<Record<string, string>> = {
  close: 'The page closed the feed.',
  reconnect: 'The page asked to connect anew.',
  pause: 'The page paused the feed: nothing is read, which holds the server back.',
  resume: 'The page reads on.',
  send: 'The page sent a message.',
  interrupt: 'The connection was cut from here, as a network does.',
  sleep: 'The page is put away.',
  wake: 'The page is back, or can be seen again.',
  hide: 'The page cannot be seen any more.',
  online: 'The network is back.',
};

/** What was decided or happened, in words; undefined for bytes and records, and what is said with something else. */
export function inWords(event: RecordingEvent): Said | undefined {
  switch (event.kind) {
    case 'request':
      return { what: `request ${event.request}`, text: `${event.method} ${event.url}`, tone: 'plain' };
    case 'response':
      return { what: `response ${event.request}`, text: responseOf(event), tone: event.status < 400 ? 'plain' : 'bad' };
    case 'open':
      return { what: 'open', text: 'The feed is open.', tone: 'good' };
    case 'end':
      return event.cut
        ? { what: `end ${event.request}`, text: `The body was cut: ${event.cut}.`, tone: 'bad' }
        : { what: `end ${event.request}`, text: 'The server ended the body.', tone: 'plain' };
    case 'unanswered':
      return { what: `request ${event.request}`, text: `There was no response: ${event.why}.`, tone: 'bad' };
    case 'abort':
      return { what: `request ${event.request}`, text: 'The feed gave it up.', tone: 'plain' };
    case 'error':
      return { what: event.type, text: event.message, tone: event.type === 'complete' ? 'good' : 'bad' };
    case 'wait':
      return { what: 'wait', text: waitInWords(event.ms, event.reason), tone: 'plain' };
    case 'delay':
      return { what: 'reconnect.delay', text: delayInWords(event.answer), tone: 'own' };
    case 'notice':
      return { what: event.type, text: String(event.detail['message'] ?? ''), tone: 'bad' };
    case 'call':
      return { what: event.call, text: Object.hasOwn(calls, event.call) ? calls[event.call]! : '', tone: 'own' };
    default:
      return undefined;
  }
}

function responseOf({ status, headers }: Extract<RecordingEvent, { kind: 'response' }>): string {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return type ? `${status}, ${type}` : `${status}`;
}

const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** As `Waits 5.2 s: 503, second in a row.` */
export function waitInWords(ms: number, reason: string): string {
  const [, why = reason, times = ''] = /^(.*), (\d+) in a row$/.exec(reason) ?? [];
  const row = times && `, ${ordinals[Number(times)] ?? `number ${times}`} in a row`;
  return `Waits ${seconds(ms)}: ${why}${row}.`;
}

function delayInWords(answer: number | false | null): string {
  if (answer === null) return 'The page’s function leaves the wait to the feed.';
  return answer === false
    ? 'The page’s function ends the feed.'
    : `The page’s function says to wait ${seconds(answer)}.`;
}

/** A time as people say it. */
export const seconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** A number of bytes as people say it. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1 << 20 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}
