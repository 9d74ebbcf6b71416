// A chat room
//
// A room that is read as server-sent events and written to by POST. Whoever comes gets the last things said; what was
// said while the line was cut comes after, each once. Open it in two tabs to talk with yourself.

import { FeedSource } from '/feedsource/index.js';
import { $, faults, feeds, show, tell } from './shell.js';

const room = `${feeds}/espresso/wall?wall=chat&form=json`;

$('view').innerHTML = `
  <ol id="said" class="said" tabindex="0" aria-label="What was said" aria-live="polite"></ol>
  <form id="speak" class="talk">
    <div class="speaker">
      <label for="name">Name</label>
      <input id="name" required maxlength="40" autocomplete="off" spellcheck="false">
    </div>
    <div class="words">
      <label for="message">Message</label>
      <input id="message" required maxlength="2000" autocomplete="off">
    </div>
    <button class="primary" type="submit">Send</button>
    <p id="problem" class="problem" role="status"></p>
  </form>`;
faults('wall', ['cut', 'silence']);

const names = ['Ada', 'Grace', 'Linus', 'Zoë', '村上'];
$('name').value = sessionStorage.getItem('name') ?? names[Math.floor(Math.random() * names.length)];

const feed = new FeedSource(`${room}&since=0&keepalive=5000`, {
  format: 'sse', // ids of messages go back in Last-Event-ID, as with EventSource
  keepalive: { timeoutMs: 12_000 }, // the server sends a comment when nobody has spoken for 5 s
});

feed.addEventListener('open', () => {
  show('open');
  tell('open', feed.lastEventId ? `reading on after message ${feed.lastEventId}` : 'reading what was said last');
});

feed.addEventListener('message', ({ json: { id, time, text } }) => {
  if (id === undefined) return; // the server's welcome, on every connection
  const [, who, what] = /^([^:]{1,40}): (.*)$/s.exec(text) ?? ['', 'somebody', text];
  const item = document.createElement('li');
  item.dataset.id = id;
  item.append(element('b', who), ' ', element('time', new Date(time).toLocaleTimeString()), element('p', what));
  const list = $('said');
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  list.append(item);
  if (list.children.length > 200) list.firstElementChild.remove();
  if (atEnd) list.scrollTop = list.scrollHeight;
});

feed.addEventListener('error', ({ error, message }) => {
  show(error.final ? 'closed' : 'connecting');
  tell(error.type, message);
});

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text; // never as HTML: others have written it
  return made;
}

/** Sends a message. It is shown when it comes back by the feed, as to everybody else. */
async function speak(words) {
  try {
    const response = await fetch(room, { method: 'POST', body: `${$('name').value.trim()}: ${words}` });
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    return '';
  } catch ({ message }) {
    return `Not sent: ${message}`;
  }
}

$('speak').addEventListener('submit', async (event) => {
  event.preventDefault();
  sessionStorage.setItem('name', $('name').value);
  $('problem').textContent = await speak($('message').value.trim());
  if (!$('problem').textContent) $('message').value = '';
});

void speak('is here');
