import type { FeedError } from '/feedsource/index.js';
import { find, say } from './dom.js';
import { time } from './format.js';

/** The last failure of a feed and what has become of it. */
export interface Trouble {
  error: FeedError;
  at: number;
  state: 'waiting' | 'recovered' | 'over';
}

/** Shows a failure: its sentence, its type, and when the next attempt is due. */
export class TroubleView {
  readonly #box: HTMLElement;
  readonly #type: HTMLElement;
  readonly #when: HTMLElement;
  readonly #next: HTMLElement;
  readonly #text: HTMLElement;

  constructor(box: HTMLElement) {
    this.#box = box;
    this.#type = find(box, '.trouble-type');
    this.#when = find(box, '.trouble-when');
    this.#next = find(box, '.trouble-next');
    this.#text = find(box, '.trouble-text');
  }

  draw(trouble: Trouble | undefined, now: number): void {
    this.#box.dataset['state'] = trouble?.state ?? 'none';
    this.#box.dataset['type'] = trouble?.error.type ?? '';
    say(this.#type, trouble?.error.type ?? '');
    say(this.#when, trouble ? time(trouble.at) : '');
    say(this.#next, trouble ? next(trouble, now) : '');
    say(this.#text, trouble?.error.message ?? '');
  }
}

function next({ error, at, state }: Trouble, now: number): string {
  if (state === 'recovered') return 'recovered';
  if (state === 'over') return error.final ? 'no further attempt' : 'closed';
  const left = at + (error.retryInMs ?? 0) - now;
  return left > 0 ? `next try in ${(left / 1000).toFixed(1)} s` : 'trying now';
}
