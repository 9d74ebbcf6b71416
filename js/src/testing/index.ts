/**
 * Feeds without a server, for tests in any test runner and in pages.
 *
 * @see docs/testing.md
 * @packageDocumentation
 */

export { FakeFeed, fakeFeed, type FakeFeedInit } from './fake-feed.js';
export { VirtualClock, type Clock, type VirtualClockInit } from './clock.js';
export { forSeeds } from './seeds.js';
export type { ChaosOptions } from './chaos.js';
export type { Matcher } from './intercept.js';
export type { FakeRequest, FakeRequestState, FakeResume } from './request.js';
export type { Encode } from './wire/wire.js';
export type { FakeFormat } from './wire/wires.js';
