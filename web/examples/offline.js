// Offline and back
//
// What has come is kept, and readable without a network or after a reload. When the network is back, the feed asks for what
// it has missed, without waiting: switch the network off in the developer tools, or have the feed be away.

import { FeedSource } from '/feedsource/index.js';
import { $, faults, feeds, show, tell } from './shell.js';

$('view').innerHTML = `
  <p id="network" class="network" role="status"></p>
  <dl class="counters">
    <div><dt>kept in this page</dt><dd id="kept">0</dd></div>
    <div><dt>came since the last break</dt><dd id="after">0</dd></div>
    <div><dt>lost</dt><dd id="lost">0</dd></div>
  </dl>
  <ol id="news" class="said" tabindex="0" aria-label="News"></ol>`;
faults('espresso', ['away', 'cut']);

const most = 100;

/** The news, oldest first; they are kept ahead of the cursor, and a piece that comes again is known by its id. */
const news = JSON.parse(localStorage.getItem('news') ?? '[]');
if (news.length === 0) localStorage.removeItem('news cursor');

const feed = new FeedSource(`${feeds}/espresso/subscribe?rate=1&keepalive=1000`, {
  preset: 'espresso',
  keepalive: { timeoutMs: 6000 }, // a network that is gone does not always say so
  resume: { persist: 'localStorage', key: 'news cursor' }, // after which a reload goes on
  dedupe: { key: 'id' },
});

feed.addEventListener('open', () => {
  show('open');
  $('after').textContent = 0;
  tell('open', feed.lastEventId ? `asked for what came after ${feed.lastEventId}` : 'from now on');
});

feed.addEventListener('*', ({ lastEventId, data }) => {
  const id = Number(lastEventId);
  const last = news.at(-1)?.id;
  if (id <= last) return;
  if (last !== undefined) $('lost').textContent = Number($('lost').textContent) + id - last - 1;
  news.push({ id, text: data });
  if (news.length > most) news.shift();
  localStorage.setItem('news', JSON.stringify(news));
  $('after').textContent = Number($('after').textContent) + 1;
  draw();
});

feed.addEventListener('error', ({ error, message }) => {
  show(error.final ? 'closed' : 'connecting', navigator.onLine ? 'connecting' : 'offline');
  tell(error.type, message);
});

function draw() {
  $('kept').textContent = news.length;
  $('news').replaceChildren(...news.toReversed().map(item));
}

function item({ id, text }) {
  const item = document.createElement('li');
  item.dataset.id = id;
  item.textContent = text;
  return item;
}

function tellNetwork() {
  $('network').textContent = navigator.onLine
    ? 'The browser has a network.'
    : 'The browser has no network. What came is below.';
  $('network').dataset.online = navigator.onLine;
}
addEventListener('online', tellNetwork);
addEventListener('offline', tellNetwork);

tellNetwork();
draw();
