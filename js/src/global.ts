// What feedsource.js declares: one global, FeedSource, as a value and as a type.
import type * as Package from './index.js';

/** What the class carries there, since a script has no other names. */
export type Carried = Readonly<
  Pick<
    typeof Package,
    | 'EventSource'
    | 'FeedError'
    | 'FeedEvent'
    | 'KeepAliveEvent'
    | 'MalformedEvent'
    | 'OpenEvent'
    | 'envelope'
    | 'formats'
    | 'init'
  >
>;

declare global {
  /** The class of `feedsource.js`, which carries what else a module imports by name. */
  var FeedSource: typeof Package.FeedSource & Carried;

  type FeedSource<
    T = unknown,
    D = string,
    E extends Package.FeedEvent<T, D> = Package.FeedEvent<T, D>,
  > = Package.FeedSource<T, D, E>;

  // Those that it carries as types; all others come by `import type { … } from 'feedsource'`.
  namespace FeedSource {
    type EventSource = Package.EventSource;
    type FeedError = Package.FeedError;
    type FeedEvent<T = unknown, D = string, K extends string = string> = Package.FeedEvent<T, D, K>;
    type KeepAliveEvent = Package.KeepAliveEvent;
    type MalformedEvent = Package.MalformedEvent;
    type OpenEvent = Package.OpenEvent;
  }
}
