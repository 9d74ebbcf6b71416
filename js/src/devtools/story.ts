import type { RecordingEvent } from '../recorder/event.js';
import { Timeline } from './timeline.js';
import { inWords, type Said } from './words.js';

/** What was said of a feed, and when, in milliseconds since 1970. */
export interface Entry extends Said {
  readonly at: number;
}

/** How many entries are kept. */
const mostEntries = 500;

/** What a feed did, as told by its events. */
export class Story {
  readonly timeline = new Timeline();
  /** Oldest first. */
  readonly entries: Entry[] = [];
  /** How many there have been. */
  count = 0;

  /** @param at When it was, in milliseconds since 1970. */
  take(event: RecordingEvent, at: number): void {
    this.timeline.note(event, at);
    const said = inWords(event);
    if (!said) return;
    this.count++;
    this.entries.push({ ...said, at });
    if (this.entries.length > mostEntries) this.entries.shift();
  }
}
