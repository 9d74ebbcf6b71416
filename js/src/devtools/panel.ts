import { button, element, say } from './dom.js';
import { ListView } from './list-view.js';
import { PageFeeds } from './page-feeds.js';
import { openFile } from './recorded-file.js';
import { style } from './style.js';
import type { Subject } from './subject.js';
import { SubjectView } from './subject-view.js';

/** How often what is shown is looked at, in milliseconds. */
const tickMs = 500;

export const pageFeeds = new PageFeeds();

const Base = globalThis.HTMLElement ?? class {}; // so that a server can import it

/** The element: a bar, a list of feeds and files, and what there is to see of one. */
export class FeedSourceDevtools extends Base {
  readonly #files: Subject[] = [];
  readonly #status = element('p', { class: 'status', role: 'status' });
  readonly #hint = element('p', { class: 'hint empty' });
  readonly #list = new ListView((subject) => this.#choose(subject));
  readonly #subject = new SubjectView((what) => say(this.#status, what));
  readonly #launcher = button('', () => this.#show(true), { class: 'launcher', 'aria-expanded': 'false' });
  readonly #close = button('Close', () => this.#show(false), { 'aria-label': 'Close the developer tools' });
  readonly #input = element('input', { type: 'file', accept: '.feedrec', hidden: '', 'aria-label': 'A recording' });
  readonly #panel = this.#build();
  #chosen: Subject | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [style()];
    root.append(this.#launcher, this.#panel);
    this.#subject.element.hidden = true; // until there is one
    this.#input.addEventListener('change', () => void this.#open([...(this.#input.files ?? [])]));
    this.#panel.addEventListener('dragover', (event) => event.preventDefault());
    this.#panel.addEventListener('drop', (event) => {
      event.preventDefault();
      void this.#open([...(event.dataTransfer?.files ?? [])]);
    });
    this.#panel.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape' && !this.#isInline) this.#show(false);
    });
  }

  connectedCallback(): void {
    pageFeeds.start();
    this.#timer = setInterval(() => this.#draw(), tickMs);
    this.#draw();
  }

  disconnectedCallback(): void {
    pageFeeds.stop();
    clearInterval(this.#timer);
  }

  get #isInline(): boolean {
    return this.hasAttribute('inline');
  }

  get #isSeen(): boolean {
    const { top, bottom } = this.#panel.getBoundingClientRect();
    return top < innerHeight && bottom > 0 && !document.hidden;
  }

  #build(): HTMLElement {
    const open = button('Open a recording', () => this.#input.click());
    const bar = element(
      'header',
      { class: 'bar' },
      element('h2', {}, 'Feeds'),
      this.#status,
      open,
      this.#input,
      this.#close,
    );
    const body = element('div', { class: 'body' }, this.#list.element, this.#hint, this.#subject.element);
    return element('section', { class: 'panel', 'aria-label': 'FeedSource developer tools' }, bar, body);
  }

  #show(isOpen: boolean): void {
    this.toggleAttribute('open', isOpen);
    this.#draw();
    (isOpen ? this.#close : this.#launcher).focus();
  }

  #choose(subject: Subject): void {
    this.#chosen = subject;
    this.#draw();
  }

  async #open(files: readonly File[]): Promise<void> {
    this.#input.value = ''; // the same file may be chosen again
    for (const file of files) {
      try {
        const subject = await openFile(file);
        this.#files.push(subject);
        this.#choose(subject);
        say(this.#status, `${file.name} is open.`);
      } catch (cause) {
        say(this.#status, `${file.name}: ${(cause as Error).message}`);
      }
    }
  }

  #draw(): void {
    const feeds = pageFeeds.all;
    for (const feed of feeds) feed.look();
    const open = feeds.filter(({ state }) => state !== 'closed').length;
    say(this.#launcher, `FeedSource: ${open} open ${open === 1 ? 'feed' : 'feeds'}`);
    const isOpen = this.#isInline || this.hasAttribute('open');
    this.#launcher.hidden = isOpen;
    this.#close.hidden = this.#isInline;
    this.#panel.hidden = !isOpen;
    if (!isOpen || !this.#isSeen) return; // no body is read once more for nobody
    const subjects = [...feeds, ...this.#files];
    if (!this.#chosen || !subjects.includes(this.#chosen)) this.#chosen = subjects.at(-1);
    this.#list.draw(subjects, this.#chosen);
    this.#hint.hidden = subjects.length > 0;
    say(this.#hint, 'This page has opened no feed since the panel is there. Recordings can be dropped here.');
    this.#subject.element.hidden = !this.#chosen;
    if (this.#chosen) this.#subject.draw(this.#chosen);
  }
}
