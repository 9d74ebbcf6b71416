import { FeedSource } from 'feedsource';
import { show } from './show.js';

void show(FeedSource);
