// The newest messages of a room that this page could not read itself: it has no token.
import { FeedSource } from '/feedsource/index.js';

const shown = 20;
const state = document.getElementById('state');
const messages = document.getElementById('messages');
const feed = new FeedSource('http://127.0.0.1:8787/feeds/room?after=oldest', {
  keepalive: { timeoutMs: 45_000 },
});

feed.onopen = () => {
  state.textContent = 'Open';
};
feed.onerror = ({ message }) => {
  state.textContent = message;
};
feed.onmessage = ({ json, lastEventId }) => show(json.fromUser.displayName, json.text, lastEventId);
feed.addEventListener('relay-gap', ({ json, lastEventId }) => show('Missing', json.message, lastEventId));

/** Puts a message on top, with its position at the relay. */
function show(who, text, id) {
  const item = document.createElement('li');
  const head = document.createElement('small');
  head.textContent = `${who} · ${id}`;
  item.append(head, text);
  messages.prepend(item);
  messages.children[shown]?.remove();
}
