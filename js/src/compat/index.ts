/**
 * The function of `@microsoft/fetch-event-source`, by a FeedSource.
 *
 * @see docs/migration.md
 * @packageDocumentation
 */

export { EventStreamContentType, fetchEventSource } from './fetch-event-source.js';
export type { EventSourceMessage, FetchEventSourceInit } from './fetch-event-source.js';
