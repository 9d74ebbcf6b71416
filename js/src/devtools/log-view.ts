import { clock, element } from './dom.js';
import type { Entry, Story } from './story.js';

/** Lists what a feed did and decided, the newest first. */
export class LogView {
  readonly element = element('ol', {
    class: 'log',
    tabindex: '0',
    'aria-label': 'What the feed did, newest first',
    reversed: '',
  });
  #story: Story | undefined;
  #shown = 0; // how many of its entries are

  draw(story: Story): void {
    if (story !== this.#story) {
      this.element.replaceChildren();
      this.#story = story;
      this.#shown = 0;
    }
    const { entries, count } = story;
    const fresh = Math.min(count - this.#shown, entries.length);
    if (fresh > 0) this.element.prepend(...entries.slice(-fresh).map(item).reverse());
    while (this.element.childElementCount > entries.length) this.element.lastElementChild!.remove();
    this.#shown = count;
  }
}

const item = ({ at, what, text, tone }: Entry): HTMLElement =>
  element('li', { class: tone }, element('time', {}, clock(at)), element('b', {}, what), element('span', {}, text));
