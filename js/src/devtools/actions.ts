import { button, download, element } from './dom.js';
import { play } from './player.js';
import type { Subject } from './subject.js';

/** The buttons of a feed, or of a file. */
export class Actions {
  readonly element = element('p', { class: 'actions', role: 'group', 'aria-label': 'What can be done with it' });
  readonly #tell: (what: string) => void;
  readonly #cut = button('Cut', () => this.#subject?.feed?.interrupt(), {
    title: 'Cuts the connection as a network does that fails',
  });
  readonly #pause = button('Pause', () => this.#togglePause(), { 'aria-pressed': 'false' });
  readonly #reconnect = button('Reconnect', () => this.#subject?.feed?.reconnect(), {
    title: 'Drops the connection or the wait, and connects now',
  });
  readonly #save = button('Save', () => this.#try(() => this.#saveFile()), {
    title: 'Saves what was recorded as a file',
  });
  readonly #speed = element(
    'select',
    { 'aria-label': 'Speed' },
    element('option', { value: '1' }, 'as fast as it was'),
    element('option', { value: '10' }, 'ten times as fast'),
    element('option', { value: 'Infinity' }, 'at once'),
  );
  readonly #play = button('Play', () =>
    this.#try(async () => {
      await play(this.#subject!.recording(), Number(this.#speed.value));
      return 'It is played as a feed of this page.';
    }),
  );
  #subject: Subject | undefined;

  /** @param tell Says what came of a press. */
  constructor(tell: (what: string) => void) {
    this.#tell = tell;
  }

  draw(subject: Subject): void {
    if (subject !== this.#subject) {
      this.#subject = subject;
      const { feed } = subject;
      this.element.replaceChildren(
        ...(feed ? [this.#cut, this.#pause, this.#reconnect, this.#save] : [this.#play, this.#speed, this.#save]),
      );
    }
    const isOver = subject.state === 'closed';
    for (const one of [this.#cut, this.#pause, this.#reconnect]) one.disabled = isOver;
    this.#pause.setAttribute('aria-pressed', `${subject.story.timeline.isPaused}`);
  }

  #togglePause(): void {
    const { feed, story } = this.#subject!;
    if (story.timeline.isPaused) feed?.resume();
    else feed?.pause();
  }

  async #saveFile(): Promise<string> {
    const { name } = this.#subject!;
    const file = `${name.replace(/\.feedrec$|\?.*$/, '').replaceAll(/[^\w.-]+/g, '-')}.feedrec`;
    download(await this.#subject!.recording().blob(), file);
    return `Saved as ${file}.`;
  }

  #try(act: () => Promise<string>): void {
    act().then(this.#tell, (cause: unknown) => this.#tell((cause as Error).message));
  }
}
