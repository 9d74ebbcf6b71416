import type { OpenFeed } from '../page/registry.js';
import type { Recording } from '../recorder/recording.js';
import type { Story } from './story.js';
import type { LineState } from './timeline.js';

/** A number and what it counts. */
export type Fact = readonly [name: string, value: string];

/** What a panel shows: a feed of the page, or a file. */
export interface Subject {
  readonly name: string;
  /** What is known of it beside that, in a sentence or so; empty if nothing is. */
  readonly about: string;
  readonly story: Story;
  readonly state: LineState | 'file';
  readonly facts: readonly Fact[];
  /** Up to when it is known, in milliseconds since 1970, and from when its timeline is shown. */
  readonly until: number;
  readonly since: number;
  /** Changes with what there is to show of its bytes. */
  readonly version: number;
  recording(): Recording;
  /** Given if it can be steered. */
  readonly feed?: OpenFeed | undefined;
}
