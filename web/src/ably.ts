import type { FeedEvent } from '/feedsource/index.js';
import type { Config } from './config.js';
import type { Message } from './message.js';
import type { LocalFeed } from './recipe.js';

interface Envelope {
  clientId: string;
  timestamp: number;
  data: string;
  encoding?: string;
  /** Of a presence message: enter, leave, update … */
  action?: string;
}

/** Encodings are undone from right to left: `utf-8/base64` is base64 of UTF-8. */
function decode(data: string, encoding = ''): string {
  let value = data;
  for (const step of encoding.split('/').reverse()) {
    if (step === 'base64') {
      value = new TextDecoder().decode(Uint8Array.from(atob(value), (byte) => byte.charCodeAt(0)));
    } else if (step === 'json') {
      const parsed = JSON.parse(value) as { text?: unknown };
      value = typeof parsed.text === 'string' ? parsed.text : value;
    }
  }
  return value;
}

function read(event: FeedEvent): Message {
  const { clientId, timestamp, data, encoding, action } = event.json as Envelope;
  const message: Message = {
    who: clientId, what: decode(data, encoding), at: event.receivedAt, sent: new Date(timestamp),
  };
  return action === undefined ? message : { ...message, handle: action, tone: 'note' };
}

export function ably({ feeds, credentials }: Config): LocalFeed {
  return {
    name: 'Ably',
    key: 'ably',
    wire: 'Server-sent events with ids; comments keep it alive. HTTP Basic.',
    sample: String.raw`id: …\nevent: message\ndata: {…}\n\n`,
    url: `${feeds}/ably/sse?channels=console&v=1.2&rate=0.6&keepalive=1200`,
    init: { preset: 'ably-sse', headers: { Authorization: `Basic ${btoa(credentials.ably)}` } },
    read,
  };
}
