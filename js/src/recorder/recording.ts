import type { RecordingEvent, RecordingHeader } from './event.js';
import { harOf, type HAR } from './har.js';
import { lineOf } from './lines.js';

/**
 * What a feed got and did of late: what `feed.recording()` gives, and `readRecording` of a file. Secrets are out of it, and it
 * does not change any more.
 *
 * @example
 * const feed = new FeedSource(url, { record: true });
 * const file = await feed.recording().blob();
 */
export class Recording {
  /** What it is of. */
  readonly header: RecordingHeader;
  /** All that came and was done, in order. */
  readonly events: readonly RecordingEvent[];

  /** @internal */
  constructor(header: RecordingHeader, events: readonly RecordingEvent[]) {
    this.header = header;
    this.events = events;
  }

  /** It as a file, `.feedrec`: lines of JSON, zipped by gzip. */
  blob(): Promise<Blob> {
    const lines = [this.header, ...this.events.map(lineOf)].map((line) => `${JSON.stringify(line)}\n`);
    const zipped = new Blob(lines).stream().pipeThrough(new CompressionStream('gzip'));
    return new Response(zipped, { headers: { 'Content-Type': 'application/gzip' } }).blob();
  }

  /** Its requests and responses as an HTTP Archive (HAR 1.2), which developer tools and many programs read. */
  har(): HAR {
    return harOf(this.header, this.events);
  }
}
