import type { FeedEvent } from '/feedsource/index.js';
import type { Config } from './config.js';
import { expiry, faults } from './fault.js';
import type { Message } from './message.js';
import { keepalive, type LocalFeed } from './recipe.js';

interface Envelope {
  clientId: string;
  timestamp: number;
  /** The preset has undone its encodings: a text, or what a JSON text said. */
  data: string | { text: string };
  /** Of a presence message: enter, leave, update … */
  action?: string;
}

function read(event: FeedEvent): Message {
  const { clientId, timestamp, data, action } = event.json as Envelope;
  const message: Message = {
    who: clientId,
    what: typeof data === 'string' ? data : data.text,
    at: event.receivedAt,
    sent: new Date(timestamp),
  };
  return action === undefined ? message : { ...message, handle: action, tone: 'note' };
}

export function ably({ feeds, credentials }: Config): LocalFeed {
  return {
    name: 'Ably',
    key: 'ably',
    channel: 'console',
    wire: 'Server-sent events with ids; comments keep it alive. HTTP Basic.',
    sample: String.raw`id: …\nevent: message\ndata: {…}\n\n`,
    url: `${feeds}/ably/sse?channels=console&v=1.2&rate=0.5&keepalive=1200`,
    init: { preset: 'ably-sse', keepalive, headers: () => ({ Authorization: `Basic ${btoa(credentials.ably)}` }) },
    idOf: (event) => event.lastEventId,
    faults: [...faults, expiry],
    read,
  };
}
