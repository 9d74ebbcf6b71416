// A wall, by WebSocket
//
// Messages both ways over one WebSocket. What you send while the line is cut waits for the next one, and what others said
// meanwhile comes after, by its number. Open it in two tabs, and cut the lines while you write.

import { FeedSource } from '/feedsource/index.js';
import { $, faults, feeds, show, tell } from './shell.js';

$('view').innerHTML = `
  <ol id="notes" class="notes" tabindex="0" aria-label="The wall" aria-live="polite"></ol>
  <form id="write" class="talk">
    <div class="words whole">
      <label for="note">Note</label>
      <input id="note" required maxlength="200" autocomplete="off">
    </div>
    <button class="primary" type="submit">Put up</button>
    <p id="problem" class="problem" role="status"></p>
  </form>
  <dl class="counters">
    <div><dt>notes</dt><dd id="count">0</dd></div>
    <div><dt>lost</dt><dd id="lost">0</dd></div>
    <div><dt>on their way</dt><dd id="waiting">0</dd></div>
  </dl>`;
faults('wall', ['cut', 'silence']);

let last; // the number of the last note

const feed = new FeedSource(`${feeds.replace(/^http/, 'ws')}/espresso/wall?form=json&since=0&wall=notes`, {
  id: '/id',
  resume: { query: 'since' }, // a WebSocket has no headers: the cursor goes back in the URL
});

feed.addEventListener('open', () => {
  show('open');
  tell('open', last ? `reading on after note ${last}` : 'reading what is on the wall');
});

feed.addEventListener('message', ({ json: { id, text } }) => {
  if (id === undefined) return tell('welcome', text); // which the server says on every connection
  if (last) $('lost').textContent = Number($('lost').textContent) + id - last - 1;
  last = id;
  const note = document.createElement('li');
  note.dataset.id = id;
  note.textContent = text;
  const list = $('notes');
  list.prepend(note);
  if (list.children.length > 100) list.lastElementChild.remove();
  $('count').textContent = Number($('count').textContent) + 1;
});

feed.addEventListener('error', ({ error, message }) => {
  show(error.final ? 'closed' : 'connecting');
  tell(error.type, message);
});

const change = (by) => {
  $('waiting').textContent = Number($('waiting').textContent) + by;
};

/** Resolves when a connection has taken the note; it is shown when it comes back, as to everybody else. */
async function write(text) {
  change(1);
  try {
    await feed.send(text);
    $('problem').textContent = '';
  } catch (error) {
    $('problem').textContent = error.message; // closed, or 4 MiB wait already
  }
  change(-1);
}

$('write').addEventListener('submit', (event) => {
  event.preventDefault();
  void write($('note').value.trim());
  $('note').value = '';
});
