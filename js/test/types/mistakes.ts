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
// @ts-expect-error attempts as text
new FeedSource('/', { reconnect: '3' });
// @ts-expect-error a silence without its name
new FeedSource('/', { keepalive: 5000 });
// @ts-expect-error misspelt in capitals
new FeedSource('/', { keepAlive: true });
// @ts-expect-error another library's name
new FeedSource('/', { reconnect: { maxRetries: 3 } });
// @ts-expect-error a preset that there is not
new FeedSource('/', { preset: 'nfty' });
// @ts-expect-error a key is a pointer
new FeedSource('/', { dedupe: true });
// @ts-expect-error a store that there is not
new FeedSource('/', { resume: { persist: 'cookie' } });
// @ts-expect-error how the cursor goes back, or false
new FeedSource('/', { resume: true });
// @ts-expect-error options are an object
new FeedSource('/', 'sse');
// @ts-expect-error headers that are no headers
new FeedSource('/', { headers: 5 });
// @ts-expect-error a parser that gives something else
new FeedSource<string>('/', { parse: (text) => Number(text) });
// @ts-expect-error a schema that is none
new FeedSource('/', { schema: { parse: JSON.parse } });
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
