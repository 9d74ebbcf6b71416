import { Redaction } from '../page/redaction.js';
import type { OpenFeed } from '../page/registry.js';
import type { Recording } from '../recorder/recording.js';
import { Story } from './story.js';
import type { Fact, Subject } from './subject.js';
import { silenceMs, type LineState } from './timeline.js';
import { seconds, size } from './words.js';

/** How much is kept of a feed of which the page keeps nothing, in bytes: as much as `record: true`. */
const keptBytes = 1 << 22;

/** How far back its timeline is shown, in milliseconds. */
const shownMs = 120_000;

/** How much of a query is shown where feeds are to be told apart, in characters. */
const shownQuery = 60;

const redaction = new Redaction();

/** A feed of the page. */
export class LiveFeed implements Subject {
  readonly feed: OpenFeed;
  readonly story = new Story();
  readonly #number: number;
  readonly #isLate: boolean;
  #asks = 0;
  #headAt = 0; // of the connection that is open

  /**
   * @param number Which of the page's feeds it is: others may have the same URL.
   * @param isLate It was opened before anybody watched.
   */
  constructor(feed: OpenFeed, number: number, isLate: boolean) {
    this.feed = feed;
    this.#number = number;
    this.#isLate = isLate;
    if (isLate) this.story.timeline.note({ t: 0, kind: 'request' } as never, Date.now());
    if (feed.readyState === 1) this.story.timeline.note({ t: 0, kind: 'open', url: '', headers: [] }, Date.now());
    feed.watch(keptBytes, (event) => {
      if (event.kind === 'request') this.#asks++;
      if (event.kind === 'open') this.#headAt = event.t;
      this.story.take(event, event.t);
    });
  }

  get name(): string {
    const { url } = this.feed;
    if (!url) return `${this.#number} a feed without a URL yet`;
    const host = url.origin === location.origin ? '' : url.host;
    const query = redaction.text(url.search);
    const shown = query.length > shownQuery ? `${query.slice(0, shownQuery)}…` : query;
    return `${this.#number} ${host}${url.pathname}${shown}`;
  }

  get about(): string {
    const { host, sharers } = this.feed.stats;
    if (host === 'shared' || host === 'elected') {
      const line = sharers > 1 ? `${sharers} tabs share this line` : 'This line is for all tabs that open the feed';
      return `${line}: its requests and bytes pass in a worker, and are in the recording of none of them.`;
    }
    if (this.#isLate && this.#asks === 0)
      return 'It was opened before the panel was there. Its bytes are recorded from its next connection on.';
    return this.#withheld;
  }

  /** What there is to say of a head behind which nothing came. */
  get #withheld(): string {
    const { lastByteAt } = this.feed.stats;
    const alone = Date.now() - this.#headAt;
    const isAlone = this.#headAt && this.feed.readyState === 1 && !(lastByteAt && lastByteAt >= this.#headAt);
    if (!isAlone || alone < silenceMs || this.story.timeline.isPaused) return '';
    return `The head came ${seconds(alone)} ago, and nothing since. If the server has sent something, a proxy or a compressor may hold it back until there is more.`;
  }

  get state(): LineState {
    const { timeline } = this.story;
    if (this.feed.readyState === 2) return 'closed';
    return timeline.stays(0, Date.now()).at(-1)?.state ?? timeline.state;
  }

  get facts(): readonly Fact[] {
    const { bytes, records, keepalives, malformed, duplicates, reconnects, host } = this.feed.stats;
    const counted: Fact[] = [
      ['bytes', size(bytes)],
      ['records', records.toLocaleString('en')],
      ['keep-alives', keepalives.toLocaleString('en')],
      ['malformed', malformed.toLocaleString('en')],
      ['dropped as duplicates', duplicates.toLocaleString('en')],
      ['reconnects', reconnects.toLocaleString('en')],
      ['last event id', this.feed.cursor.id || 'none'],
      ['runs in', host],
    ];
    return counted.filter(([name, value]) => value !== '0' || !/malformed|duplicates/.test(name));
  }

  get until(): number {
    return Date.now();
  }

  get since(): number {
    return Date.now() - shownMs;
  }

  get version(): number {
    return this.feed.stats.bytes + this.#asks;
  }

  recording(): Recording {
    return this.feed.recording();
  }

  /** Notes when bytes came last, which is not told one by one. */
  look(): void {
    const { lastByteAt } = this.feed.stats;
    if (lastByteAt) this.story.timeline.bytes(lastByteAt);
  }
}
