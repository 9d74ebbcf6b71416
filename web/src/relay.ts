import type { FeedEvent } from '/feedsource/index.js';
import { Card } from './card.js';
import type { Config } from './config.js';
import { Controls } from './controls.js';
import { element, find, stamp } from './dom.js';
import { expiry, faults } from './fault.js';
import { readMessage } from './gitter.js';
import type { Message } from './message.js';
import type { LocalFeed } from './recipe.js';

/** Messages kept in the page. */
const limit = 100;

function read(event: FeedEvent): Message {
  if (event.type !== 'relay-gap') return readMessage(event);
  const { reason, message } = event.json as { reason: string; message: string };
  return { who: event.type, handle: reason, what: message, at: event.receivedAt, tone: 'note' };
}

/** A room of Gitter's that only the relay reads; what is counted and struck is the relay's own line to it. */
function relay(origin: string): LocalFeed {
  return {
    name: 'Relay',
    key: 'gitter',
    channel: 'relay',
    wire: 'Server-sent events, whose ids are positions in what the relay keeps. No token.',
    sample: String.raw`id: 6921a3f0b2c4.17\ndata: {"id":…`,
    url: `${origin}/feeds/room`,
    init: { preset: 'relay' },
    idOf: (event) => (event.type === 'relay-gap' ? undefined : (event.json as { id: string }).id),
    faults: [...faults, expiry].map((fault) => ({ ...fault, told: `Between relay and source: ${fault.told}` })),
    read,
  };
}

/** Puts a section for the relay ahead of a place, where there is one. */
export function showRelay(ahead: HTMLElement, config: Config): void {
  if (!config.relay) return;
  const section = stamp('relayed');
  const feed = relay(config.relay);
  const card = new Card(feed.name, limit);
  card.element.id = 'relay';
  card.describe(feed.wire, element('code', 'sample', feed.sample));
  find(section, '.reader').append(card.element);
  ahead.before(section);
  const link = element('a', '', 'The relay') as HTMLAnchorElement;
  link.href = `#${section.id}`;
  find(document, `nav [href="#${ahead.id}"]`).parentElement!.before(element('li', '', link));
  new Controls(card, feed, config.feeds).connect();
}
