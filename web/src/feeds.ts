import { ably } from './ably.js';
import { Card } from './card.js';
import type { Config } from './config.js';
import { Controls } from './controls.js';
import { element } from './dom.js';
import { espresso } from './espresso.js';
import { gitter } from './gitter.js';
import { twitter } from './twitter.js';

/** Messages kept in the page for each feed. */
const limit = 100;

/** Puts a card for every local feed into a place, and connects them. */
export function showFeeds(place: HTMLElement, config: Config): void {
  for (const make of [gitter, ably, espresso, twitter]) {
    const feed = make(config);
    const card = new Card(feed.name, limit);
    card.element.id = feed.key;
    card.describe(feed.wire, element('code', 'sample', feed.sample));
    const controls = new Controls(card, feed, config.feeds);
    place.append(card.element);
    controls.connect();
  }
}
