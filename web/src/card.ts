import { FeedSource, type FeedError, type FeedEvent, type FeedStats } from '/feedsource/index.js';
import { Band } from './band.js';
import { Counters } from './counters.js';
import { find, say, stamp } from './dom.js';
import { perFrame } from './frame.js';
import { Light } from './light.js';
import type { Message } from './message.js';
import { MessageList } from './message-list.js';
import { Plots } from './plots.js';
import type { Recipe } from './recipe.js';
import { everySecond } from './second.js';
import { Session, type Listener } from './session.js';
import { Timeline } from './timeline.js';
import { TroubleView } from './trouble.js';

const words = ['CONNECTING', 'OPEN', 'CLOSED'] as const;

/** Who has a line that is not this tab's own. */
const holders = { page: '', worker: '', shared: 'a shared worker', elected: 'the worker of one of them' } as const;

/** What is said of a line that tabs share. */
function sharing({ host, sharers }: FeedStats): string {
  if (!holders[host]) return '';
  const line = sharers > 1 ? `${sharers} tabs share this line` : 'One line for all tabs that read this';
  return `${line}: ${holders[host]} has it.`;
}

/** Milliseconds between looks at what changes without an event: bytes, silence, countdown. */
const tick = 250;

/** Shows one feed: its state, counters, last failure and newest messages. */
export class Card implements Listener {
  readonly element = stamp('card');
  readonly session = new Session(this);
  readonly changed = perFrame(() => this.#draw());
  /** Draws what belongs to the card and is not in it. */
  onDraw: (() => void) | undefined;
  /** Hears of every record that could be read. */
  onRecord: ((event: FeedEvent) => void) | undefined;
  /** Has failures and recoveries among the messages, where they are asked for. */
  tellsFailures = false;
  readonly #state = find(this.element, '.state');
  readonly #word = find(this.element, '.state-word');
  readonly #sharing = find(this.element, '.sharing');
  readonly #cursor = find(this.element, '.cursor-value');
  readonly #counters = new Counters(find(this.element, '.counters'));
  readonly #light = new Light(find(this.element, '.light'));
  readonly #timeline = new Timeline();
  readonly #band = new Band(find(this.element, '.timeline'));
  readonly #plots = new Plots(find(this.element, '.plots'));
  readonly #trouble = new TroubleView(find(this.element, '.trouble'));
  readonly #list: MessageList;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor(name: string, limit: number) {
    const heading = find(this.element, '.name');
    const list = find(this.element, '.messages');
    heading.id = `card-${name.toLowerCase()}`;
    this.element.setAttribute('aria-labelledby', heading.id);
    list.setAttribute('aria-label', `Newest messages of ${name}`);
    say(heading, name);
    say(find(this.element, '.subject'), `${name} is `);
    this.#list = new MessageList(list, limit);
    this.#draw();
    everySecond((now) => this.#sample(now));
  }

  /** Says what the feed is, below its name. */
  describe(...about: (Node | string)[]): void {
    find(this.element, '.about').replaceChildren(...about);
  }

  open(recipe: Recipe, lastEventId?: string): void {
    this.session.open(recipe, lastEventId);
    this.#ticking ??= setInterval(this.changed, tick);
  }

  clear(): void {
    this.#list.clear();
  }

  message(message: Message): void {
    this.#list.add(message);
    this.changed();
  }

  record(event: FeedEvent): void {
    this.onRecord?.(event);
  }

  failed({ type, message }: FeedError): void {
    this.#log('error', message, type);
  }

  recovered(): void {
    this.#log('open', 'Connected again.');
  }

  keepalive(): void {
    this.#light.pulse();
    this.changed();
  }

  #log(who: string, what: string, handle = ''): void {
    if (this.tellsFailures) this.message({ who, handle, what, at: Date.now(), tone: 'log' });
  }

  #sample(now: number): void {
    const { stats } = this.session;
    if (!stats) return;
    this.#plots.sample(stats, now);
    this.changed();
  }

  #draw(): void {
    const now = Date.now();
    const { readyState, lastEventId, stats, trouble } = this.session;
    this.#state.dataset['state'] = words[readyState].toLowerCase();
    say(this.#word, words[readyState]);
    say(this.#sharing, stats ? sharing(stats) : '');
    this.#sharing.hidden = !this.#sharing.textContent;
    say(this.#cursor, lastEventId || 'none');
    this.#counters.draw(stats, readyState);
    this.#trouble.draw(trouble, now);
    this.#timeline.note(this.session.lineState, now);
    this.#band.draw(this.#timeline, now);
    this.#plots.draw();
    this.#list.draw();
    this.onDraw?.();
    if (readyState === FeedSource.CLOSED) {
      clearInterval(this.#ticking);
      this.#ticking = undefined;
    }
  }
}
