import { FeedSource } from '/feedsource/index.js';
import { enable, onPress } from './button.js';
import type { Card } from './card.js';
import { find, say, stamp } from './dom.js';
import type { LocalFeed } from './recipe.js';

/** The buttons of a local feed's card: connect, close, and cut the line. */
export class Controls {
  readonly #card: Card;
  readonly #feed: LocalFeed;
  readonly #cutURL: string;
  readonly #group = stamp('controls');
  readonly #connect: HTMLButtonElement;
  readonly #close: HTMLButtonElement;
  readonly #cut: HTMLButtonElement;

  constructor(card: Card, feed: LocalFeed, feeds: string) {
    this.#card = card;
    this.#feed = feed;
    this.#cutURL = `${feeds}/control/cut?feed=${feed.key}`;
    this.#connect = this.#button('connect', `Connect ${feed.name}`, () => this.connect());
    this.#close = this.#button('close', `Close ${feed.name}`, () => card.session.close());
    this.#cut = this.#button('cut', `Cut the line of ${feed.name}`, () => void this.#cutLine());
    this.#group.setAttribute('aria-label', `${feed.name} connection`);
    find(card.element, '.trouble').before(this.#group);
    card.onDraw = () => this.#draw();
    this.#draw();
  }

  /** Goes on after the last message that came, where the feed has ids. */
  connect(): void {
    const { session } = this.#card;
    if (session.readyState === FeedSource.CLOSED) this.#card.open(this.#feed, session.lastEventId);
    else session.hurry();
  }

  /** Asks the feed server to drop the connection, as a bad network would. */
  async #cutLine(): Promise<void> {
    let sentence = '';
    try {
      const answer = await fetch(this.#cutURL, { method: 'POST' });
      if (!answer.ok) sentence = `The feed server would not cut the line; it answered ${answer.status}.`;
    } catch (error) {
      sentence = `The feed server could not be asked to cut the line (${String(error)}).`;
    }
    say(find(this.#group, '.notice'), sentence);
  }

  #button(name: string, label: string, act: () => void): HTMLButtonElement {
    const button = find<HTMLButtonElement>(this.#group, `[data-do=${name}]`);
    button.setAttribute('aria-label', label);
    onPress(button, act);
    return button;
  }

  #draw(): void {
    const { readyState } = this.#card.session;
    enable(this.#connect, readyState !== FeedSource.OPEN);
    enable(this.#close, readyState !== FeedSource.CLOSED);
    enable(this.#cut, readyState === FeedSource.OPEN);
  }
}
