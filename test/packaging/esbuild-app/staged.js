// Shows the longest text first, as far as order can be had from a feed.
import { FeedSource } from 'feedsource';
import { reorder } from 'feedsource/stages';
import { list } from './show.js';

const feed = new FeedSource(new URLSearchParams(location.search).get('feed'), { reconnect: false });
const lines = [];
try {
  for await (const { json } of reorder(feed, { time: ({ json }) => -json.text.length })) lines.push(json.text);
  lines.push('end');
} catch (error) {
  lines.push(error.type);
}
list(lines);
