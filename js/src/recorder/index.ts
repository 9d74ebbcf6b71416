/**
 * Recordings of feeds as files, and played again.
 *
 * @see docs/recorder.md
 * @packageDocumentation
 */

// Feeds are recorded by the package itself.
export { Recording } from './recording.js';
export { readRecording, type ReadOptions } from './read.js';
export { replay, type ReplayOptions } from './replay.js';
export type * from './event.js';
export type { HAR, HAREntry, HARField } from './har.js';
export type { Clock } from '../testing/clock.js';
