import { element } from './dom.js';
import { time } from './format.js';
import type { Message } from './message.js';

/** Characters of one message that are shown; a record may have millions. */
const longest = 4000;

function clipped(text: string): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest)}… (${text.length.toLocaleString('en')} characters in all)`;
}

function when({ at, sent }: Message): HTMLTimeElement {
  const shown = element('time', 'when', time(at)) as HTMLTimeElement;
  shown.dateTime = new Date(at).toISOString();
  if (sent) shown.title = `sent ${sent.toLocaleString()}`;
  return shown;
}

function item(message: Message): HTMLElement {
  const head = element('p', 'head', element('bdi', 'who', message.who), ' ');
  if (message.handle) head.append(element('bdi', 'handle', message.handle), ' ');
  head.append(when(message));
  const what = element('p', 'what', clipped(message.what));
  what.dir = 'auto';
  const made = element('li', 'message', head, what);
  if (message.tone) made.classList.add(message.tone);
  if (message.raw) made.classList.add('raw');
  return made;
}

/** The newest messages of a feed, newest first. Messages that no frame would show are never drawn. */
export class MessageList {
  readonly #list: HTMLElement;
  readonly #limit: number;
  #pending: Message[] = [];

  constructor(list: HTMLElement, limit: number) {
    this.#list = list;
    this.#limit = limit;
  }

  add(message: Message): void {
    this.#pending.push(message);
    if (this.#pending.length >= 2 * this.#limit) this.#pending = this.#pending.slice(-this.#limit);
  }

  draw(): void {
    if (this.#pending.length === 0) return;
    const newest = this.#pending.slice(-this.#limit).reverse();
    this.#pending = [];
    this.#list.prepend(...newest.map(item));
    while (this.#list.childElementCount > this.#limit) this.#list.lastElementChild!.remove();
  }

  clear(): void {
    this.#pending = [];
    this.#list.replaceChildren();
  }
}
