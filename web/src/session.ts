import { FeedError, FeedSource, type FeedEvent, type FeedStats } from '/feedsource/index.js';
import type { Message } from './message.js';
import { malformed, notice, raw } from './raw.js';
import type { Recipe } from './recipe.js';
import type { LineState } from './timeline.js';
import type { Trouble } from './trouble.js';

/** What a session tells its card. */
export interface Listener {
  message(message: Message): void;
  record(event: FeedEvent): void;
  failed(error: FeedError): void;
  recovered(): void;
  keepalive(): void;
  changed(): void;
}

/** One feed for as long as somebody watches it: opened, closed and opened again. */
export class Session {
  trouble: Trouble | undefined;
  readonly #listener: Listener;
  #feed: FeedSource | undefined;
  #before: FeedStats | undefined; // of the feeds that this one goes on with

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  get readyState(): 0 | 1 | 2 {
    return this.#feed?.readyState ?? FeedSource.CLOSED;
  }

  /** What the line does, in more words than readyState has. It is stalled while a beat is missing, too. */
  get lineState(): LineState {
    if (this.readyState === FeedSource.CLOSED) return 'closed';
    const liveness = this.stats?.liveness;
    if (liveness === 'quiet' || liveness === 'stalled') return 'stalled';
    if (this.readyState === FeedSource.OPEN) return 'open';
    const { error, at } = this.trouble ?? {};
    return error && at! + (error.retryInMs ?? 0) > Date.now() ? 'waiting' : 'connecting';
  }

  get lastEventId(): string {
    return this.#feed?.lastEventId ?? '';
  }

  /** Counters since the feed was opened, however often it was closed and gone on with; undefined before the first time. */
  get stats(): FeedStats | undefined {
    const stats = this.#feed?.stats;
    return stats && this.#before ? added(stats, this.#before) : stats;
  }

  /** Closes the feed that is open, and opens one after the last event ID given. */
  open(recipe: Recipe, lastEventId = ''): void {
    const feed = new FeedSource(recipe.url, { ...recipe.init, lastEventId });
    this.#before = lastEventId ? this.stats : undefined;
    this.#feed?.close();
    this.#feed = feed;
    this.trouble = undefined;
    feed.onopen = () => {
      if (this.trouble?.state === 'waiting') this.#listener.recovered();
      this.#settle('recovered');
    };
    feed.onerror = (event) => {
      if (!(event instanceof ErrorEvent)) return; // a server's own event, which comes as a record
      this.trouble = { error: event.error, at: Date.now(), state: event.error.final ? 'over' : 'waiting' };
      this.#listener.failed(event.error);
      this.#listener.changed();
    };
    feed.addEventListener('keepalive', () => this.#listener.keepalive());
    feed.addEventListener('malformed', (event) => this.#listener.message(malformed(event)));
    feed.addEventListener('gap', (event) => this.#listener.message(notice(event)));
    feed.addEventListener('warning', (event) => {
      if (event.detail.reason !== 'server') this.#listener.message(notice(event)); // a server's comes as a record, too
    });
    void this.#follow(feed, recipe);
    this.#listener.changed();
  }

  /** @throws {FeedError} nothing more can be sent. */
  async send(text: string): Promise<void> {
    await this.#feed?.send(text);
  }

  /** Tries again at once instead of at the appointed time. */
  hurry(): void {
    this.#feed?.reconnect();
    this.#listener.changed();
  }

  close(): void {
    this.#feed?.close();
    this.#settle('over');
  }

  #settle(state: Trouble['state']): void {
    if (this.trouble?.state === 'waiting') this.trouble.state = state;
    this.#listener.changed();
  }

  /** batches() brings records of every type, also those that nobody could name beforehand. */
  async #follow(feed: FeedSource, recipe: Recipe): Promise<void> {
    try {
      for await (const batch of feed.batches()) for (const event of batch) this.#read(event, recipe);
    } catch {
      // The feed failed for good, which its error event has told.
    }
  }

  #read(event: FeedEvent, recipe: Recipe): void {
    try {
      this.#listener.message(recipe.read(event));
      this.#listener.record(event);
    } catch (error) {
      // What is not JSON is told by a malformed event; other surprises are shown as they came.
      if (!(error instanceof FeedError)) this.#listener.message(raw(event));
    }
  }
}

const counters = ['bytes', 'records', 'keepalives', 'malformed', 'duplicates', 'reconnects'] as const;

function added(stats: FeedStats, before: FeedStats): FeedStats {
  const sum = { ...stats };
  for (const name of counters) sum[name] += before[name];
  return sum;
}
