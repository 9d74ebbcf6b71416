import { element } from './dom.js';

/** A view with a name, one of several. */
export interface Tab {
  readonly name: string;
  readonly view: HTMLElement;
}

/** Tabs as the ARIA Authoring Practices have them: arrow keys go from one to the next, and show it. */
export class Tabs {
  readonly element = element('div', { class: 'tabs' });
  readonly #tabs: readonly Tab[];
  readonly #buttons: readonly HTMLElement[];
  readonly #chosen: () => void;
  #at = 0;

  constructor(label: string, tabs: readonly Tab[], chosen: () => void) {
    this.#tabs = tabs;
    this.#chosen = chosen;
    this.#buttons = tabs.map(({ name }, i) => {
      const tab = element(
        'button',
        { type: 'button', role: 'tab', id: `tab-${i}`, 'aria-controls': `view-${i}` },
        name,
      );
      tab.addEventListener('click', () => this.#choose(i));
      return tab;
    });
    const list = element('div', { role: 'tablist', 'aria-label': label }, ...this.#buttons);
    list.addEventListener('keydown', (event) => this.#press(event));
    const views = tabs.map(({ view }, i) =>
      element('div', { role: 'tabpanel', id: `view-${i}`, 'aria-labelledby': `tab-${i}` }, view),
    );
    this.element.append(list, ...views);
    this.#show(0);
  }

  /** The view that can be seen. */
  get shown(): HTMLElement {
    return this.#tabs[this.#at]!.view;
  }

  #choose(at: number): void {
    this.#show(at);
    this.#chosen();
  }

  #show(at: number): void {
    this.#at = at;
    this.#buttons.forEach((tab, i) => {
      tab.setAttribute('aria-selected', `${i === at}`);
      tab.tabIndex = i === at ? 0 : -1;
    });
    this.#tabs.forEach(({ view }, i) => (view.parentElement!.hidden = i !== at));
  }

  #press(event: KeyboardEvent): void {
    const { length } = this.#buttons;
    const to = { ArrowRight: this.#at + 1, ArrowLeft: this.#at - 1 + length, Home: 0, End: length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#choose(to % length);
    this.#buttons[this.#at]!.focus();
  }
}
