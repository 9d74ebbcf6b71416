// Finds the engine beside the bundle, where the build copies it.
import { FeedSource } from 'feedsource';
import { show } from './show.js';

show(FeedSource);
