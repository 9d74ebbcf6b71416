import type { Card } from './card.js';
import { find, say } from './dom.js';
import { count } from './format.js';
import { Ledger, type Made } from './ledger.js';
import type { LocalFeed } from './recipe.js';

/** Milliseconds between questions to the feed server. */
const interval = 2000;

/** Shows how many records of a feed were lost, and how many came twice, by the feed server's own log. */
export class LedgerView {
  readonly #ledger = new Ledger();
  readonly #url: string;
  readonly #card: Card;
  readonly #line: HTMLElement;

  constructor(card: Card, { key, channel, idOf }: LocalFeed, feeds: string) {
    this.#card = card;
    this.#url = `${feeds}/control/made?feed=${key}&channel=${channel ?? ''}`;
    this.#line = find(card.element, '.ledger');
    if (!idOf) return;
    this.#line.hidden = false;
    card.onRecord = (event) => {
      const id = idOf(event);
      if (id !== undefined) this.#ledger.came(id);
    };
    setInterval(() => void this.#ask(), interval);
  }

  draw(): void {
    const { lost, twice, made, found, restarts } = this.#ledger;
    const rest = Math.max(0, (this.#card.session.stats?.records ?? 0) - found - twice);
    for (const [name, value] of Object.entries({ lost, twice, made, rest })) {
      const figure = find(this.#line, `[data-ledger=${name}]`);
      say(figure, count(value));
      figure.classList.toggle('some', (name === 'lost' || name === 'twice') && value > 0);
    }
    const anew = restarts === 1 ? 'which began anew' : `which began anew ${count(restarts)} times`;
    say(find(this.#line, '[data-ledger=anew]'), restarts > 0 ? `, ${anew}` : '');
  }

  async #ask(): Promise<void> {
    try {
      const answer = await fetch(`${this.#url}&from=${this.#ledger.next}`);
      if (answer.ok) this.#ledger.count((await answer.json()) as Made);
    } catch {
      return; // the next answer has what this one would have had
    }
    this.#card.changed();
  }
}
