import { FeedError } from './errors.js';
import { EventSource } from './event-source.js';
import { FeedEvent, MalformedEvent } from './events.js';
import { FeedSource } from './feed-source.js';

// Minifying renames classes; these are what people see in a console.
for (const [value, of] of Object.entries({ FeedSource, EventSource, FeedEvent, MalformedEvent, FeedError })) {
  Object.defineProperty(of, 'name', { value, configurable: true });
}
