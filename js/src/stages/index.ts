// Stages that a page may put between a feed and its view, each a function of its own: a
// bundler takes along those that are imported, and none needs the engine.
export { reorder, type ReorderOptions } from './reorder.js';
export { overflow, type Overflowing, type OverflowOptions } from './overflow.js';
export { withoutDeleted, type DeletedOptions } from './deleted.js';
export { toReadable, toTransform } from './streams.js';
export { twitter, type Parsed } from './twitter.js';
