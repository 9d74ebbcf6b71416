import type { ResponseData } from '../link/contract.js';
import type { FeedError } from './errors.js';
import type { Arrival, Content } from './events.js';

/** What differs between FeedSource and EventSource. */
export interface Personality {
  /** Keeps to the standard, which knows no other events than the server's. */
  readonly strict: boolean;
  /** Reports whether anybody listens for records. */
  reads(): boolean;
  /** Reports whether anybody could hear an event of this type that is no record. */
  hears(type: string): boolean;
  /** Reports whether anybody could hear a record of this type. */
  takes(type: string): boolean;
  /** The event of a record that somebody could hear. */
  event(type: string, arrival: Arrival, data: Content, id: string): MessageEvent;
  /** Dispatches a record to all who hear it. */
  dispatch(event: MessageEvent): void;
  /** The event that tells of a response that was accepted. */
  opening(response: ResponseData): Event;
  /** The event that tells of a connection failure. */
  failure(error: FeedError): Event;
}
