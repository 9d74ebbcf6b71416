import { FeedSource } from '/feedsource/index.js';
import { enable, onPress } from './button.js';
import { Card } from './card.js';
import { element, find, say, stamp } from './dom.js';
import type { LocalFeed } from './recipe.js';

/** Messages kept in the page for each feed. */
const limit = 100;

/** The card of a local feed, with buttons to connect, to close and to cut the line. */
export class LocalCard extends Card {
  readonly #feed: LocalFeed;
  readonly #cutURL: string;
  readonly #buttons: Record<'connect' | 'close' | 'cut', HTMLButtonElement>;
  readonly #notice: HTMLElement;

  constructor(feed: LocalFeed, feeds: string) {
    super(feed.name, feed.wire, limit);
    this.#feed = feed;
    this.#cutURL = `${feeds}/control/cut?feed=${feed.key}`;
    this.element.id = feed.key;
    find(this.element, '.about').after(element('code', 'sample', feed.sample));
    const actions = stamp('actions');
    find(this.element, '.trouble').before(actions);
    actions.setAttribute('aria-label', feed.name);
    this.#notice = find(actions, '.notice');
    this.#buttons = {
      connect: this.#button(actions, 'connect', 'Connect', () => this.connect()),
      close: this.#button(actions, 'close', 'Close', () => this.session.close()),
      cut: this.#button(actions, 'cut', 'Cut the line of', () => void this.#cut()),
    };
  }
}
