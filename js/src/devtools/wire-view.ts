import { bodiesOf, type Became, type Body } from './bodies.js';
import { button, element, say } from './dom.js';
import { framesOf, type Frame, type FrameKind } from './frames.js';
import { hexLines } from './hex.js';
import type { Subject } from './subject.js';
import { size } from './words.js';

/** How many bytes of a body are shown at first, and how many more each time. */
const pageBytes = 2048;

/** How long a reading holds, in milliseconds: a feed may bring bytes all the time. */
const restMs = 1000;

/** How many bytes of one frame are shown. */
const mostOfFrame = 1024;

/** The bytes of a feed, with the borders of frames, and what each became. */
export class WireView {
  readonly element = element('div', { class: 'wire' });
  readonly #choice = element('select', { 'aria-label': 'Connection' });
  readonly #earlier = button('Show earlier bytes', () => this.#showMore(), { hidden: '' });
  readonly #words = element('p', { class: 'hint' });
  readonly #frames = element('ol', {
    class: 'frames',
    tabindex: '0',
    'aria-label': 'Frames in the order in which they came',
  });
  #subject: Subject | undefined;
  #version = -1;
  #bodies: Body[] = [];
  #shown = pageBytes;
  #isBusy = false;
  #readAt = 0;

  constructor() {
    this.element.append(element('p', { class: 'choice' }, this.#choice, this.#earlier), this.#words, this.#frames);
    this.#choice.addEventListener('change', () => {
      this.#shown = pageBytes;
      void this.#show();
    });
  }

  /** Shows what there is, if that is more than before; one reading at a time. */
  draw(subject: Subject): void {
    const isOther = subject !== this.#subject;
    const isFresh = subject.version === this.#version || this.#isBusy || performance.now() - this.#readAt < restMs;
    if (!isOther && isFresh) return;
    if (isOther) this.#shown = pageBytes;
    this.#subject = subject;
    this.#version = subject.version;
    this.#bodies = bodiesOf(subject.recording());
    this.#offer(isOther);
    void this.#show();
  }

  /** Offers the bodies; the newest is shown as long as nobody chose another. */
  #offer(isOther: boolean): void {
    const newest = this.#choice.options[0]?.value ?? '';
    const chosen = this.#choice.value;
    const options = this.#bodies.map(({ request, status, bytes }) =>
      element('option', { value: `${request}` }, `connection ${request}: ${status}, ${size(bytes.length)}`),
    );
    this.#choice.replaceChildren(...options.reverse());
    if (!isOther && chosen !== newest) this.#choice.value = chosen;
    this.#choice.hidden = this.#bodies.length === 0;
  }

  #showMore(): void {
    this.#shown += pageBytes;
    void this.#show();
  }

  async #show(): Promise<void> {
    const subject = this.#subject!;
    const body = this.#bodies.find(({ request }) => `${request}` === this.#choice.value);
    if (!body) {
      this.#frames.replaceChildren();
      return say(this.#words, 'No bytes have been recorded yet.');
    }
    const since = Math.max(0, body.bytes.length - this.#shown);
    this.#isBusy = true;
    try {
      const frames = await framesOf(body, subject.recording().header.options, since);
      if (subject !== this.#subject) return;
      this.#earlier.hidden = since === 0;
      say(this.#words, wordsOf(body, frames, since));
      const { scrollTop, scrollHeight, clientHeight } = this.#frames;
      const isAtEnd = scrollTop + clientHeight >= scrollHeight - 4;
      this.#frames.replaceChildren(...frames.map((frame) => frameView(frame, body)));
      if (isAtEnd) this.#frames.scrollTop = this.#frames.scrollHeight; // the newest stay in sight
    } catch (cause) {
      say(this.#words, `The bytes could not be read once more: ${String(cause)}`);
    } finally {
      this.#readAt = performance.now();
      this.#isBusy = false;
    }
  }
}

function wordsOf({ bytes, isWhole }: Body, frames: readonly Frame[], since: number): string {
  const from = frames[0]?.from ?? bytes.length;
  const shown = `${frames.length} ${frames.length === 1 ? 'frame' : 'frames'}, bytes ${from} to ${bytes.length}`;
  const start = isWhole ? '' : ' What came ahead of them has been dropped, and places count from there.';
  return `${shown}${since > 0 ? ` of ${size(bytes.length)}` : ''}.${start}`;
}

const names: Readonly<Record<FrameKind, string>> = {
  record: 'record',
  keepalive: 'keep-alive',
  malformed: 'malformed',
  dropped: 'dropped: it came before',
  message: 'message',
  open: 'not whole yet',
  refused: 'refused: no feed',
};

function frameView({ from, to, kind, event }: Frame, { bytes }: Body): HTMLElement {
  const shown = bytes.subarray(from, Math.min(to, from + mostOfFrame));
  const wide = hexLines(shown, from, 16);
  const rest = to - from - shown.length;
  return element(
    'li',
    { class: kind },
    element(
      'p',
      {},
      element('b', {}, names[kind]),
      ` ${about(event)}`,
      element('span', { class: 'place' }, `${to - from} bytes at ${from}`),
    ),
    ...[wide, hexLines(shown, from, 8)].map((lines, i) =>
      element(
        'pre',
        { class: i ? 'narrow' : 'wide' },
        lines.map(({ at, hex, text }) => `${at}  ${hex.padEnd(i ? 23 : 47)}  ${text}`).join('\n'),
      ),
    ),
    ...(rest > 0 ? [element('p', { class: 'hint' }, `and ${size(rest)} more`)] : []),
  );
}

function about(event: Became | undefined): string {
  if (event?.kind === 'record') return `${event.type}${event.id && `, id ${event.id}`}`;
  if (event?.kind === 'keepalive') return event.sign;
  return event?.kind === 'malformed' ? event.reason : '';
}
