import type { FeedEvent } from '/feedsource/index.js';
import type { Config } from './config.js';
import { faults } from './fault.js';
import type { Message } from './message.js';
import { keepalive, type LocalFeed } from './recipe.js';

function read(event: FeedEvent): Message {
  return { who: event.type, handle: `id ${event.lastEventId}`, what: event.data, at: event.receivedAt };
}

export function espresso({ feeds }: Config): LocalFeed {
  return {
    name: 'Espresso',
    key: 'espresso',
    channel: 'subscribe',
    wire: 'Server-sent events of several types, with a retry time of their own.',
    sample: String.raw`retry: 2000\nid: 7\nevent: news\ndata: …`,
    url: `${feeds}/espresso/subscribe?rate=0.5&keepalive=1300&retry=2000`,
    init: { keepalive }, // what EventSource reads needs no other options
    idOf: (event) => event.lastEventId,
    faults, // without a token none can expire
    read,
  };
}
