import type { Opening, PageEnd } from '../link/contract.js';
import type { OwnFetch } from '../link/host.js';
import type { Enter } from './framer.js';

/** What a feed's connection joins: the page, and the engine that knows the feed by a handle. */
export interface Ends {
  readonly opening: Opening;
  /** What the page has in place of fetch. */
  readonly ownFetch: OwnFetch | undefined;
  /** Undefined once the feed is closed. */
  readonly page: PageEnd | undefined;
  readonly handle: number;
  readonly enter: Enter;
}
