import { FeedSource } from '/feedsource/index.js';
import { enable, onPress } from './button.js';
import type { Card } from './card.js';
import { find, say, stamp } from './dom.js';
import { FaultButtons } from './fault-buttons.js';
import { LedgerView } from './ledger-view.js';
import type { LocalFeed } from './recipe.js';

/** The buttons of a local feed's card: connect, close, and what can go wrong on the line; and what was lost by it. */
export class Controls {
  readonly #card: Card;
  readonly #feed: LocalFeed;
  readonly #group = stamp('controls');
  readonly #connect: HTMLButtonElement;
  readonly #close: HTMLButtonElement;
  readonly #faults: FaultButtons;
  readonly #ledger: LedgerView;

  constructor(card: Card, feed: LocalFeed, feeds: string) {
    this.#card = card;
    this.#feed = feed;
    this.#connect = this.#button('connect', `Connect ${feed.name}`, () => this.connect());
    this.#close = this.#button('close', `Close ${feed.name}`, () => card.session.close());
    find(this.#group, '.connection').setAttribute('aria-label', `Connection of ${feed.name}`);
    const notice = find(this.#group, '.notice');
    this.#faults = new FaultButtons(card, feed, feeds, find(this.#group, '.faults'), (problem) => say(notice, problem));
    this.#ledger = new LedgerView(card, feed, feeds);
    find(card.element, '.trouble').before(this.#group);
    card.tellsFailures = true;
    card.onDraw = () => this.#draw();
    this.#draw();
  }

  /** Goes on after the last message that came, where the feed has ids. */
  connect(): void {
    const { session } = this.#card;
    if (session.readyState === FeedSource.CLOSED) this.#card.open(this.#feed, session.lastEventId);
    else session.hurry();
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
    this.#ledger.draw();
    this.#faults.draw(readyState === FeedSource.OPEN);
  }
}
