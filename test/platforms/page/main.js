import { FeedSource } from 'feedsource';
import { list, readTwice } from './show.js';

void readTwice(FeedSource).then(list);
