import { element, say } from './dom.js';
import type { Subject } from './subject.js';
import { shares, type Stay } from './timeline.js';
import { seconds } from './words.js';

const svg = 'http://www.w3.org/2000/svg';

/** The width of the drawing in its own units. */
const width = 1000;

/** Draws the states of a line, the newest at the right, and says them in words. */
export class TimelineView {
  readonly element = element('figure', { class: 'timeline' });
  readonly #drawing = document.createElementNS(svg, 'svg');
  readonly #words = element('figcaption');

  constructor() {
    this.#drawing.setAttribute('viewBox', `0 0 ${width} 20`);
    this.#drawing.setAttribute('preserveAspectRatio', 'none');
    this.#drawing.setAttribute('aria-hidden', 'true'); // the words say it
    this.element.append(this.#drawing, this.#words);
  }

  draw({ story, since, until }: Subject): void {
    const stays = story.timeline.stays(since, until);
    const scale = width / (until - since);
    this.#drawing.replaceChildren(...stays.map((stay) => bar(stay, since, scale)));
    const [first] = stays;
    say(this.#words, first ? `${shares(stays)} of the last ${seconds(until - first.from)}` : 'nothing is known yet');
  }
}

function bar({ state, from, to }: Stay, since: number, scale: number): SVGElement {
  const rect = document.createElementNS(svg, 'rect');
  const title = document.createElementNS(svg, 'title');
  title.textContent = `${state} for ${seconds(to - from)}`;
  rect.append(title);
  rect.setAttribute('class', state);
  rect.setAttribute('x', `${(from - since) * scale}`);
  rect.setAttribute('width', `${Math.max((to - from) * scale, 1)}`);
  rect.setAttribute('height', '20');
  return rect;
}
