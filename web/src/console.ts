import '/feedsource/devtools.js'; // ahead of the feeds, so that it has their first bytes
import { loadConfig } from './config.js';
import { find, say } from './dom.js';
import { showFeeds } from './feeds.js';
import { ReaderForm } from './reader-form.js';
import { showRelay } from './relay.js';
import { showWall } from './wall.js';

try {
  const config = await loadConfig();
  say(find(document, '.version'), config.version);
  showFeeds(find(document, '#cards'), config);
  showRelay(find(document, '#wall'), config);
  showWall(find(document, '#columns'), config);
  new ReaderForm(find(document, '#reader-form'), find(document, '#reader-card'), config);
} catch (error) {
  say(find(document, '#failure'), `The console could not start: ${String(error)}`);
  console.error(error);
}
