import { readRecording } from '../recorder/read.js';
import type { Recording } from '../recorder/recording.js';
import { Story } from './story.js';
import type { Fact, Subject } from './subject.js';
import { seconds, size } from './words.js';

/** A recording that was read from a file. */
export class RecordedFile implements Subject {
  readonly name: string;
  readonly about: string;
  readonly story = new Story();
  readonly state = 'file';
  readonly facts: readonly Fact[];
  readonly since: number;
  readonly until: number;
  readonly version = 0;
  readonly #recording: Recording;

  constructor(name: string, recording: Recording) {
    const { header, events } = recording;
    this.name = name;
    this.#recording = recording;
    this.about = `${header.url || 'A feed whose URL a function gave'}, recorded ${header.made.slice(0, 19).replace('T', ' ')} UTC by ${header.userAgent || 'a program'}.`;
    const began = Date.parse(header.began);
    for (const event of events) this.story.take(event, began + event.t);
    const times = events.map(({ t }) => t);
    this.since = began + (times[0] ?? 0);
    this.until = began + Math.max(times.at(-1) ?? 0, (times[0] ?? 0) + 1);
    const count = (kind: string) => events.filter((event) => event.kind === kind).length;
    const bytes = events.reduce((sum, event) => sum + (event.kind === 'chunk' ? event.bytes.length : 0), 0);
    this.facts = [
      ['bytes', size(bytes)],
      ['records', count('record').toLocaleString('en')],
      ['keep-alives', count('keepalive').toLocaleString('en')],
      ['malformed', count('malformed').toLocaleString('en')],
      ['requests', count('request').toLocaleString('en')],
      ['lasts', seconds(this.until - this.since)],
      ['dropped ahead of it', header.dropped.toLocaleString('en')],
    ];
  }

  recording(): Recording {
    return this.#recording;
  }
}

/** @throws {TypeError} it is no recording. */
export async function openFile(file: File): Promise<RecordedFile> {
  return new RecordedFile(file.name, await readRecording(file));
}
