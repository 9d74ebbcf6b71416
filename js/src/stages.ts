// Stages that a page may put between a feed and its view, each a function of its own: a
// bundler takes along those that are imported, and none needs the engine.
export { reorder, type ReorderOptions } from './stages-reorder.js';
export { overflow, type Overflowing, type OverflowOptions } from './stages-overflow.js';
export { withoutDeleted, type DeletedOptions } from './stages-deleted.js';
export { toReadable, toTransform } from './stages-streams.js';
export { twitter } from './stages-twitter.js';
