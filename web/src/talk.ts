import { FeedSource } from '/feedsource/index.js';
import type { Card } from './card.js';
import { find, say, stamp } from './dom.js';

/** The form by which somebody speaks on a card's feed: a name, a message, and what became of it. */
export class Talk {
  readonly #card: Card;
  readonly #form = stamp('talk');
  readonly #speaker: HTMLInputElement;
  readonly #message: HTMLInputElement;
  readonly #problem = find(this.#form, '.problem');

  constructor(card: Card, name: string, speaker: string) {
    this.#card = card;
    this.#speaker = this.#field('speaker', name);
    this.#message = this.#field('message', name);
    this.#speaker.value = speaker;
    this.#form.setAttribute('aria-label', `Speak on ${name}`);
    find(this.#form, '[type=submit]').setAttribute('aria-label', `Send on ${name}`);
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#send();
    });
    find(card.element, '.trouble').before(this.#form);
  }

  /** A field that its label, and its problem, are tied to. */
  #field(field: string, name: string): HTMLInputElement {
    const input = find<HTMLInputElement>(this.#form, `[name=${field}]`);
    input.id = `${name.toLowerCase()}-${field}`;
    find<HTMLLabelElement>(input.parentElement!, 'label').htmlFor = input.id;
    this.#problem.id = `${name.toLowerCase()}-problem`;
    input.setAttribute('aria-describedby', this.#problem.id);
    return input;
  }

  /** The message leaves the field when a connection has taken it; until then it can be read there, and no other is sent. */
  async #send(): Promise<void> {
    const text = this.#message.value.trim();
    if (this.#message.readOnly) return;
    if (!text) return this.#tell('Write a message first.', true);
    const { session } = this.#card;
    this.#tell(session.readyState === FeedSource.CONNECTING ? 'The message waits for a connection.' : '');
    this.#message.readOnly = true;
    try {
      await session.send(`${this.#speaker.value.trim() || 'somebody'}: ${text}`);
      this.#message.value = '';
      this.#tell('');
    } catch (error) {
      this.#tell((error as Error).message, true);
    }
    this.#message.readOnly = false;
  }

  #tell(words: string, isWrong = false): void {
    say(this.#problem, words);
    if (!isWrong) return this.#message.removeAttribute('aria-invalid');
    this.#message.setAttribute('aria-invalid', 'true');
    this.#message.focus();
  }
}
