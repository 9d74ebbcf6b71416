import { find, say } from './dom.js';
import { span, type LineState, type Timeline } from './timeline.js';

/** How a state looks: a colour of the style sheet, and how high it stands, since a colour alone tells too few people. */
const looks: Record<LineState, { color: string; height: number }> = {
  open: { color: '--open', height: 1 },
  connecting: { color: '--wait', height: 0.7 },
  waiting: { color: '--wait', height: 0.4 },
  stalled: { color: '--bad', height: 0.4 },
  closed: { color: '--shut', height: 0.15 },
};

/** Shows a timeline as a slim band, and says it in words beside. */
export class Band {
  readonly #canvas: HTMLCanvasElement;
  readonly #words: HTMLElement;

  constructor(place: HTMLElement) {
    this.#canvas = find<HTMLCanvasElement>(place, '.band');
    this.#words = find(place, '.band-words');
  }

  draw(timeline: Timeline, now: number): void {
    say(this.#words, timeline.inWords(now));
    const canvas = this.#canvas;
    const width = Math.round(canvas.clientWidth * devicePixelRatio);
    const height = Math.round(canvas.clientHeight * devicePixelRatio);
    const context = canvas.getContext('2d');
    if (!context || !width) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.clearRect(0, 0, width, height);
    const style = getComputedStyle(canvas);
    const place = (at: number) => width * (1 - (now - at) / span);
    for (const { state, from, to } of timeline.stays) {
      const look = looks[state];
      context.fillStyle = style.getPropertyValue(look.color);
      const left = Math.max(0, place(from));
      context.fillRect(left, height * (1 - look.height), Math.max(1, place(to) - left), height * look.height);
    }
  }
}
