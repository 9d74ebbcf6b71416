// Many tabs, one connection
//
// A browser allows six connections to a server by HTTP/1.1, and a feed in each of many tabs would take them all. Here all
// tabs share one. Open some more, close the first: the others go on, and each record comes to each tab once.

import { FeedSource } from '/feedsource/index.js';
import { $, credentials, faults, feeds, show, tell } from './shell.js';

$('view').innerHTML = `
  <dl class="counters">
    <div><dt>tabs that are open</dt><dd id="tabs">1</dd></div>
    <div><dt>connections of the server</dt><dd id="connections">–</dd></div>
    <div><dt>records of this tab</dt><dd id="records">0</dd></div>
    <div><dt>lost</dt><dd id="lost">0</dd></div>
    <div><dt>twice</dt><dd id="twice">0</dd></div>
    <div><dt>who holds the line</dt><dd id="host">–</dd></div>
  </dl>
  <p class="buttons"><a class="button" href="tabs" target="_blank" rel="noopener">Open another tab</a></p>
  <ol id="last" class="said" tabindex="0" aria-label="The last records"></ol>`;
faults('gitter', ['cut', '503', 'away']);

const room = 'tabs';

const feed = new FeedSource(`${feeds}/gitter/v1/rooms/${room}/chatMessages?rate=1`, {
  preset: 'gitter',
  headers: { Authorization: `Bearer ${credentials.gitter}` },
  share: { replay: 5 }, // a tab that joins begins with the latest five
  // What was said while the line was cut, which Gitter's stream cannot give back.
  backfill: { url: `${feeds}/gitter/api/v1/rooms/${room}/chatMessages?limit=100`, after: 'afterId', size: 100 },
});

feed.addEventListener('open', () => {
  show('open', 'shared');
  tell(
    'open',
    { shared: 'a shared worker has the connection', elected: 'one of the tabs has the connection' }[feed.stats.host] ??
      'this tab has a connection of its own',
  );
});

const seen = new Set();
let last = -1; // the number in the last text, by which this page checks the feed

feed.addEventListener('message', ({ json: { id, text, fromUser } }) => {
  const number = Number(/#(\d+)$/.exec(text)[1]);
  if (seen.has(id)) add('twice', 1);
  else if (last >= 0) add('lost', number - last - 1);
  seen.add(id);
  last = Math.max(last, number);
  add('records', 1);
  $('host').textContent = { shared: 'a worker', elected: 'a tab' }[feed.stats.host] ?? 'this tab';
  const item = document.createElement('li');
  const who = document.createElement('b');
  who.textContent = fromUser.displayName;
  item.append(who, ` ${text}`);
  $('last').prepend(item);
  if ($('last').children.length > 20) $('last').lastElementChild.remove();
});

feed.addEventListener('error', ({ error, message }) => {
  show(error.final ? 'closed' : 'connecting');
  tell(error.type, message);
});
feed.addEventListener('gap', ({ detail }) => tell('gap', detail.message));

const add = (name, n) => {
  $(name).textContent = Number($(name).textContent) + n;
};

// The rest is to see it by: the tabs count each other by their locks, and the server says what it has open.
void navigator.locks.request(`tab ${crypto.randomUUID()}`, () => new Promise(() => {}));

async function count() {
  const { held } = await navigator.locks.query();
  $('tabs').textContent = held.filter(({ name }) => name.startsWith('tab ')).length;
  try {
    const { connections } = await (await fetch(`${feeds}/control/connections`)).json();
    $('connections').textContent = connections.filter(
      ({ feed, channel }) => feed === 'gitter' && channel === room,
    ).length;
  } catch {
    $('connections').textContent = '–';
  }
}
setInterval(count, 1000);
