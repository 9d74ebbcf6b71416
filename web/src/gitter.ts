import type { FeedEvent } from '/feedsource/index.js';
import type { Config } from './config.js';
import { expiry, faults } from './fault.js';
import type { Message } from './message.js';
import { keepalive, type LocalFeed } from './recipe.js';

interface ChatMessage {
  text: string;
  sent: string;
  fromUser: { username: string; displayName: string };
}

export function readMessage(event: FeedEvent): Message {
  const { fromUser, text, sent } = event.json as ChatMessage;
  return {
    who: fromUser.displayName,
    handle: `@${fromUser.username}`,
    what: text,
    at: event.receivedAt,
    sent: new Date(sent),
  };
}

export function gitter({ feeds, credentials }: Config): LocalFeed {
  return {
    name: 'Gitter',
    key: 'gitter',
    channel: 'console',
    wire: 'JSON objects, each ended by CR; blanks keep it alive. Bearer token.',
    sample: String.raw`{"id":…,"text":…}\r \r{"id":…`,
    url: `${feeds}/gitter/v1/rooms/console/chatMessages?rate=0.5&keepalive=1000`,
    init: {
      preset: 'gitter',
      keepalive,
      headers: () => ({ Authorization: `Bearer ${credentials.gitter}` }), // asked again where a token has expired
      backfill: { url: `${feeds}/gitter/api/v1/rooms/console/chatMessages?limit=100`, after: 'afterId', size: 100 },
    },
    idOf: (event) => event.lastEventId,
    faults: [...faults, expiry],
    read: readMessage,
  };
}
