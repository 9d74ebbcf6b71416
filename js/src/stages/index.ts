/**
 * Functions that stand between a feed and a view, and need no engine.
 *
 * @see docs/stages.md
 * @packageDocumentation
 */

// Each is a function of its own, so that a bundler takes along those that are imported.
export { reorder, type ReorderOptions } from './reorder.js';
export { overflow, type Overflowing, type OverflowOptions } from './overflow.js';
export { withoutDeleted, type DeletedOptions } from './deleted.js';
export { toReadable, toTransform } from './streams.js';
export { twitter, type Parsed } from './twitter.js';
