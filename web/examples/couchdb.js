// A copy of a CouchDB database
//
// The documents of a database, kept in this page and brought up to date by its changes. After a cut or a reload it asks for
// what has changed since the last sequence, and no more. Compare it with the server at any time.
//
// The local feeds speak as CouchDB's _changes does; PouchDB does the same and much more.

import { FeedSource } from '/feedsource/index.js';
import { $, faults, feeds, show, tell } from './shell.js';

const database = `${feeds}/couchdb/tasks`;

$('view').innerHTML = `
  <dl class="counters">
    <div><dt>documents here</dt><dd id="here">0</dd></div>
    <div><dt>documents there</dt><dd id="there">–</dd></div>
    <div><dt>changes read</dt><dd id="changes">0</dd></div>
  </dl>
  <ul id="tasks" class="tasks"></ul>
  <p class="cursor">last sequence <code class="cursor-value" id="sequence">none</code></p>
  <div class="buttons">
    <button type="button" id="compare">Compare with the server</button>
    <button type="button" id="forget">Forget the copy</button>
  </div>`;
faults('couchdb', ['cut', '503', 'away']);

/** The copy, by id. It is kept ahead of the cursor, so that a page that dies in between reads a change twice, and none never. */
const copy = new Map(JSON.parse(localStorage.getItem('tasks') ?? '[]'));
if (copy.size === 0) localStorage.removeItem('tasks cursor'); // of a copy that is gone

const feed = new FeedSource(`${database}/_changes?feed=continuous&include_docs=true&heartbeat=10000`, {
  preset: 'couchdb', // the cursor is /seq, and goes back as ?since=
  resume: { persist: 'localStorage', key: 'tasks cursor' },
});

feed.addEventListener('open', () => {
  show('open', 'in step');
  tell('open', feed.lastEventId ? `changes since ${short(feed.lastEventId)}` : 'all documents, then their changes');
});

feed.addEventListener('message', ({ json: { seq, id, deleted, doc } }) => {
  if (deleted) copy.delete(id);
  else copy.set(id, doc);
  localStorage.setItem('tasks', JSON.stringify([...copy]));
  $('changes').textContent = Number($('changes').textContent) + 1;
  draw(seq);
});

feed.addEventListener('error', ({ error, message }) => {
  show(error.final ? 'closed' : 'connecting');
  tell(error.type, message);
});

const short = (seq) => seq.split('-')[0]; // the rest means nothing to clients

function draw(seq) {
  $('sequence').textContent = seq;
  $('here').textContent = copy.size;
  const tasks = [...copy.values()].sort((a, b) => (a._id < b._id ? -1 : 1));
  $('tasks').replaceChildren(...tasks.map(line));
}

function line({ _id, _rev, title, done, assignee }) {
  const line = document.createElement('li');
  Object.assign(line.dataset, { id: _id, rev: _rev, done });
  for (const [tag, text] of Object.entries({ code: _id, span: title, small: assignee })) {
    const part = document.createElement(tag);
    part.textContent = text;
    line.append(part);
  }
  return line;
}

/** Asks the server for all revisions, and says whether those here are the same. */
async function compare() {
  try {
    const { rows, update_seq } = await (await fetch(`${database}/_all_docs?update_seq=true`)).json();
    const other = rows.filter(({ id, value }) => copy.get(id)?._rev !== value.rev);
    const extra = copy.size - (rows.length - other.filter(({ id }) => !copy.has(id)).length);
    $('there').textContent = rows.length;
    tell('compared', `${other.length} of ${rows.length} differ, ${extra} too many, at sequence ${short(update_seq)}`);
  } catch ({ message }) {
    tell('compared', message);
  }
}

$('compare').addEventListener('click', compare);
$('forget').addEventListener('click', () => {
  feed.close(); // which keeps the cursor, and so comes first
  localStorage.removeItem('tasks');
  localStorage.removeItem('tasks cursor');
  location.reload();
});

draw(feed.lastEventId || 'none');
