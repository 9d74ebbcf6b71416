import { button, element, say } from './dom.js';
import type { Subject } from './subject.js';

/** Lists feeds and files; pressing one shows it. */
export class ListView {
  readonly element = element('ul', { class: 'list', 'aria-label': 'Feeds and recordings' });
  readonly #items = new Map<
    Subject,
    { readonly item: HTMLElement; readonly press: HTMLElement; readonly state: HTMLElement }
  >();
  readonly #choose: (subject: Subject) => void;

  constructor(choose: (subject: Subject) => void) {
    this.#choose = choose;
  }

  draw(subjects: readonly Subject[], chosen: Subject | undefined): void {
    for (const [subject, { item }] of this.#items) {
      if (subjects.includes(subject)) continue;
      item.remove();
      this.#items.delete(subject);
    }
    for (const subject of subjects) {
      const { press, state } = this.#items.get(subject) ?? this.#add(subject);
      say(press.firstElementChild!, subject.name);
      say(state, subject.state);
      state.className = `state ${subject.state}`;
      press.setAttribute('aria-pressed', `${subject === chosen}`);
    }
  }

  #add(subject: Subject) {
    const state = element('span', { class: 'state' });
    const press = button('', () => this.#choose(subject));
    press.append(element('span', { class: 'name' }), state);
    const item = element('li', {}, press);
    this.element.prepend(item); // the newest is at the top
    const made = { item, press, state };
    this.#items.set(subject, made);
    return made;
  }
}
