import { FeedSource } from 'feedsource';
import { fileStore, type FileStore } from 'feedsource/node';

const store: FileStore = fileStore(new URL('file:///var/lib/app/cursors.json'));
new FeedSource('https://a.example/', { id: '/id', resume: { persist: store, key: 'a' } });
// @ts-expect-error There is no such place.
fileStore(7);
