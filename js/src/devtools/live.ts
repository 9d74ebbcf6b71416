import type { OpenFeed } from '../page/registry.js';
import type { Recording } from '../recorder/recording.js';
import { Story } from './story.js';
import type { Fact, Subject } from './subject.js';
import type { LineState } from './timeline.js';
import { size } from './words.js';

/** How much is kept of a feed of which the page keeps nothing, in bytes: as much as `record: true`. */
const keptBytes = 1 << 22;

/** How far back its timeline is shown, in milliseconds. */
const shownMs = 120_000;

/** A feed of the page. */
export class LiveFeed implements Subject {
  readonly feed: OpenFeed;
  readonly story = new Story();
  readonly #isLate: boolean;
  #asks = 0;

  /** @param isLate It was opened before anybody watched. */
  constructor(feed: OpenFeed, isLate: boolean) {
    this.feed = feed;
    this.#isLate = isLate;
    if (isLate) this.story.timeline.note({ t: 0, kind: 'request' } as never, Date.now());
    if (feed.readyState === 1) this.story.timeline.note({ t: 0, kind: 'open', url: '', headers: [] }, Date.now());
    feed.watch(keptBytes, (event) => {
      if (event.kind === 'request') this.#asks++;
      this.story.take(event, event.t);
    });
  }

  get name(): string {
    const { url } = this.feed;
    if (!url) return 'a feed without a URL yet';
    return `${url.origin === location.origin ? '' : url.host}${url.pathname}`;
  }

  get about(): string {
    const { host, sharers } = this.feed.stats;
    if (host === 'shared' || host === 'elected') {
      const line = sharers > 1 ? `${sharers} tabs share this line` : 'This line is for all tabs that open the feed';
      return `${line}: its requests and bytes pass in a worker, and are in the recording of none of them.`;
    }
    return this.#isLate && this.#asks === 0
      ? 'It was opened before the panel was there. Its bytes are recorded from its next connection on.'
      : '';
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
