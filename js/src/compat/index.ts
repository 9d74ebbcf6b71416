export { EventStreamContentType, fetchEventSource } from './fetch-event-source.js';
export type { EventSourceMessage, FetchEventSourceInit } from './fetch-event-source.js';
