import * as FS from './node_modules/feedsource/dist/index.js';
import { read, show } from './show.js';

Object.assign(globalThis, { ...FS, read });
show(FeedSource);
