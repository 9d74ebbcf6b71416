import type { FeedEvent } from '/feedsource/index.js';
import { Card } from './card.js';
import type { Config } from './config.js';
import { Controls } from './controls.js';
import { element } from './dom.js';
import { cut } from './fault.js';
import type { Message } from './message.js';
import type { LocalFeed } from './recipe.js';
import { Talk } from './talk.js';

/** Messages kept in the page for each column. */
const limit = 100;

/** What comes by the wall; the greeting has no number. */
interface Said {
  id?: number;
  time?: string;
  text: string;
}

function read(event: FeedEvent): Message {
  const { id, time, text } = event.json as Said;
  if (id === undefined) return { who: 'wall', what: text, at: event.receivedAt, tone: 'note' };
  const [, who, what] = /^([^:]{1,40}): (.*)$/s.exec(text) ?? ['', 'somebody', text];
  return { who: who!, handle: `#${id}`, what: what!, at: event.receivedAt, sent: new Date(time!) };
}

function wall(name: string, { feeds }: Config): LocalFeed {
  return {
    name,
    key: 'wall',
    wire: 'A WebSocket: text both ways, numbered, so that a line that was cut goes on after the last number.',
    sample: '{"id":7,"time":"…","text":"Ada: …"}',
    url: `${feeds.replace(/^http/, 'ws')}/espresso/wall?form=json&since=0`, // so that it has a number to go on from before the first message
    init: { id: '/id', resume: { query: 'since' }, greet: [] }, // it will have something to say, though nothing at first
    idOf: (event) => (event.json as Said).id?.toString(), // the greeting has none
    faults: [cut],
    read,
  };
}

/** Puts two columns on the wall, which hear each other. */
export function showWall(place: HTMLElement, config: Config): void {
  for (const [name, speaker] of [
    ['Left', 'Ada'],
    ['Right', 'Zoë'],
  ] as const) {
    const feed = wall(name, config);
    const card = new Card(name, limit);
    card.element.id = name.toLowerCase();
    card.describe(feed.wire, element('code', 'sample', feed.sample));
    const controls = new Controls(card, feed, config.feeds);
    new Talk(card, name, speaker);
    place.append(card.element);
    controls.connect();
  }
}
