// A live log
//
// The journal of a machine: its last lines, then each as it is written. Scroll up to read in peace: the feed is paused, TCP
// holds the server back, and nothing is lost. A cut goes on after the last line.
//
// The local feeds speak as systemd-journal-gatewayd does.

import { FeedSource } from '/feedsource/index.js';
import { $, faults, feeds, show, tell } from './shell.js';

const levels = { 3: 'error', 4: 'warning', 5: 'notice', 6: 'info' };
const most = 500; // lines kept in the page

$('view').innerHTML = `
  <div class="filter">
    <label for="level">Show</label>
    <select id="level">
      <option value="all">everything</option>
      <option value="warning">warnings and errors</option>
      <option value="error">errors</option>
    </select>
    <button type="button" id="pause" aria-pressed="false">Pause</button>
    <p>lines <b id="count">0</b></p>
  </div>
  <ol id="lines" class="lines" data-level="all" tabindex="0" aria-label="Log"></ol>`;
faults('journal', ['cut', '503', 'away']);

const feed = new FeedSource(`${feeds}/journal/entries?follow&rate=4`, {
  preset: 'journal', // the cursor is /__CURSOR, and goes back as Range: entries={id}
  headers: { Accept: 'application/json', Range: 'entries=:-30' }, // until there is a cursor: the last 30 lines
});

feed.addEventListener('open', () => {
  show('open', isPaused ? 'paused' : 'following');
  tell('open', feed.lastEventId ? 'reading on after the last line' : 'the last 30 lines, then those to come');
});
feed.addEventListener('error', ({ error, message }) => {
  show(error.final ? 'closed' : 'connecting');
  tell(error.type, message);
});

let isPaused = false;

const isAtEnd = ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight <= 30;
const toEnd = (list) => list.scrollTo(0, list.scrollHeight);

function pause(paused) {
  if (paused === isPaused) return;
  isPaused = paused;
  if (paused) feed.pause();
  else feed.resume();
  $('pause').ariaPressed = paused;
  if (feed.readyState === FeedSource.OPEN) show('open', paused ? 'paused' : 'following');
  if (!paused) toEnd($('lines'));
}

function line({ PRIORITY, SYSLOG_IDENTIFIER, __REALTIME_TIMESTAMP, MESSAGE }) {
  const line = document.createElement('li');
  line.dataset.level = levels[PRIORITY];
  const time = new Date(Number(__REALTIME_TIMESTAMP) / 1000).toLocaleTimeString();
  for (const text of [time, levels[PRIORITY], SYSLOG_IDENTIFIER, MESSAGE]) {
    const part = document.createElement('span');
    part.textContent = text;
    line.append(part, ' ');
  }
  return line;
}

$('pause').addEventListener('click', () => pause(!isPaused));
$('level').addEventListener('change', () => {
  $('lines').dataset.level = $('level').value;
  if (!isPaused) toEnd($('lines'));
});
$('lines').addEventListener('scroll', ({ target }) => {
  pause(!isAtEnd(target));
});
// Lines break elsewhere in a window of another width, and the end is not where it was.
new ResizeObserver(() => isPaused || toEnd($('lines'))).observe($('lines'));

// A batch is what one chunk brought: the page changes once for each, however many lines there are.
for await (const batch of feed.batches()) {
  const list = $('lines');
  const follows = !isPaused && isAtEnd(list); // who has just scrolled up is not told of it yet, and not taken back
  list.append(...batch.map(({ json }) => line(json)));
  while (list.children.length > most) list.firstElementChild.remove();
  $('count').textContent = Number($('count').textContent) + batch.length;
  if (follows) toEnd(list);
}
