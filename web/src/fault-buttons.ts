import { enable, onPress } from './button.js';
import type { Card } from './card.js';
import { element } from './dom.js';
import type { Fault } from './fault.js';
import type { LocalFeed } from './recipe.js';

/** Buttons that have things go wrong on the line of a feed. What was asked for is told among its messages. */
export class FaultButtons {
  readonly #card: Card;
  readonly #url: string;
  readonly #buttons: HTMLButtonElement[];
  readonly #tell: (problem: string) => void;

  constructor(card: Card, feed: LocalFeed, feeds: string, group: HTMLElement, tell: (problem: string) => void) {
    this.#card = card;
    this.#url = `${feeds}/control/strike?feed=${feed.key}&channel=${feed.channel ?? ''}`;
    this.#tell = tell;
    this.#buttons = feed.faults.map((fault) => this.#button(fault, feed.name));
    group.setAttribute('aria-label', `Faults of ${feed.name}`);
    group.append(...this.#buttons);
  }

  draw(isOpen: boolean): void {
    for (const button of this.#buttons) enable(button, isOpen);
  }

  #button(fault: Fault, feed: string): HTMLButtonElement {
    const button = element('button', '', fault.words) as HTMLButtonElement;
    button.type = 'button';
    button.dataset['do'] = fault.name;
    button.setAttribute('aria-label', `${fault.label} ${feed}`);
    onPress(button, () => void this.#strike(fault));
    return button;
  }

  async #strike({ name, words, told }: Fault): Promise<void> {
    let problem = '';
    try {
      const answer = await fetch(`${this.#url}&fault=${name}`, { method: 'POST' });
      if (!answer.ok) problem = `The feed server would not do that; it answered ${answer.status}.`;
    } catch (error) {
      problem = `The feed server could not be asked for that (${String(error)}).`;
    }
    this.#tell(problem);
    if (!problem) this.#card.message({ who: 'fault', handle: words, what: told, at: Date.now(), tone: 'log' });
  }
}
