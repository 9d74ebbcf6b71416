import { Actions } from './actions.js';
import { element, say } from './dom.js';
import { LogView } from './log-view.js';
import type { Subject } from './subject.js';
import { Tabs } from './tabs.js';
import { TimelineView } from './timeline-view.js';
import { WireView } from './wire-view.js';

/** Everything about one feed or file. */
export class SubjectView {
  readonly element = element('section', { class: 'subject', 'aria-labelledby': 'subject' });
  readonly #name = element('h3', { id: 'subject' });
  readonly #state = element('span', { class: 'state' });
  readonly #about = element('p', { class: 'hint' });
  readonly #facts = element('dl', { class: 'facts' });
  readonly #timeline = new TimelineView();
  readonly #log = new LogView();
  readonly #wire = new WireView();
  readonly #actions: Actions;
  readonly #tabs = new Tabs(
    'Views',
    [
      { name: 'Decisions', view: this.#log.element },
      { name: 'Wire', view: this.#wire.element },
    ],
    () => {
      if (this.#subject) this.draw(this.#subject);
    },
  );
  #subject: Subject | undefined;

  /** @param tell Says what came of a press. */
  constructor(tell: (what: string) => void) {
    this.#actions = new Actions(tell);
    this.element.append(
      element('header', {}, this.#name, this.#state, this.#actions.element),
      this.#about,
      this.#timeline.element,
      this.#facts,
      this.#tabs.element,
    );
  }

  draw(subject: Subject): void {
    this.#subject = subject;
    say(this.#name, subject.name);
    say(this.#state, subject.state);
    this.#state.className = `state ${subject.state}`;
    say(this.#about, subject.about);
    this.#drawFacts(subject);
    this.#actions.draw(subject);
    this.#timeline.draw(subject);
    if (this.#tabs.shown === this.#log.element) this.#log.draw(subject.story);
    else this.#wire.draw(subject);
  }

  #drawFacts({ facts }: Subject): void {
    const { children } = this.#facts;
    facts.forEach(([name, value], i) => {
      const pair = children[i] ?? element('div', {}, element('dt'), element('dd'));
      if (!pair.parentNode) this.#facts.append(pair);
      say(pair.firstElementChild!, name);
      say(pair.lastElementChild!, value);
    });
    while (children.length > facts.length) this.#facts.lastElementChild!.remove();
  }
}
