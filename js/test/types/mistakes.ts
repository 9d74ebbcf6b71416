// What the compiler must refuse.
import { EventSource, FeedSource, init } from 'feedsource';

// @ts-expect-error a URL is needed
new FeedSource();
// @ts-expect-error a format that there is not
new FeedSource('/', { format: 'xml' });
// @ts-expect-error a misspelt option
new FeedSource('/', { header: {} });
// @ts-expect-error a size as text
new FeedSource('/', { maxRecordBytes: '1MB' });
// @ts-expect-error leaving reconnect out means true
new FeedSource('/', { reconnect: true });
// @ts-expect-error headers that are no headers
new FeedSource('/', { headers: 5 });
// @ts-expect-error an event source has no headers
new EventSource('/', { headers: {} });
// @ts-expect-error a misspelt option
init({ url: '/feedsource.wasm' });

const feed = new FeedSource<{ text: string }>('/');
// @ts-expect-error only the feed changes its state
feed.readyState = 2;
// @ts-expect-error a handler is a function
feed.onmessage = 'show';
// @ts-expect-error records have no such member
feed.onmessage = ({ json }) => json.txt;
// @ts-expect-error errors may be events of the server
feed.onerror = ({ error }) => error.type;
// @ts-expect-error an open event is no record
feed.addEventListener('open', ({ data }) => data);
// @ts-expect-error a record of another type
feed.addEventListener('message', ({ json }: { json: number }) => json);
// @ts-expect-error reading is asynchronous
for (const event of feed) console.log(event);
