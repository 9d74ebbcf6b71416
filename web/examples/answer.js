// One answer of a language model, as OpenAI's Responses API gives it. The local feeds of the demo
// speak so; for the service itself put its address, and your server's in between, for the feeds'.

import { FeedSource } from '/feedsource/index.js';

const $ = (id) => document.getElementById(id);
const { feeds } = await (await fetch('/config.json')).json();

/**
 * What outlives a reload: the question, the text so far and the number of its last piece, what the feed told, and how it
 * ended. The cursor is the feed's.
 */
let answer = JSON.parse(sessionStorage.getItem('answer'));
let feed;

const keep = () => sessionStorage.setItem('answer', JSON.stringify(answer));

function ask(question) {
  feed?.close();
  sessionStorage.removeItem('answer cursor'); // one that is left would go on with the answer before
  answer = { question, text: '', last: -1, told: [], end: '' };
  keep();
  draw();
  read();
}

/** Asks, or goes on with the answer that the cursor names. */
function read() {
  let again = sessionStorage.getItem('answer cursor') !== null;
  show('connecting', again ? 'going on' : 'asking');

  feed = new FeedSource(`${feeds}/v1/responses`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ input: answer.question, stream: true, background: true }),
    preset: 'openai-background', // resume: { url: '/v1/responses/{from}?stream=true', from: { record: '/response/id' } }
    resume: { persist: 'sessionStorage', key: 'answer cursor' },
  });

  feed.addEventListener('open', ({ response }) => {
    show('open', 'answering');
    tell(again ? `Went on: GET ${new URL(response.url).pathname}` : 'Asked: POST /v1/responses');
    again = true;
  });

  feed.addEventListener('response.output_text.delta', ({ json }) => {
    if (json.sequence_number <= answer.last) return; // the cursor is kept now and then, the text at once
    answer.last = json.sequence_number;
    answer.text += json.delta;
    $('text').append(json.delta); // as text, whatever is in it
    keep();
  });

  feed.addEventListener('error', ({ error, message }) => {
    if (error.type !== 'complete') tell(message.replace(feeds, '')); // it begins with the URL
    if (!error.final) show('connecting', 'cut, going on');
    else end(error.type === 'complete' ? 'complete' : 'failed');
  });
}

function end(how) {
  feed.close();
  sessionStorage.removeItem('answer cursor');
  answer.end = how;
  keep();
  show('closed', how);
}

function draw() {
  $('question').value = answer.question;
  $('text').textContent = answer.text;
  $('log').replaceChildren(...answer.told.map(item));
}

function show(state, words) {
  $('state').dataset.state = state;
  $('state').textContent = words;
  $('text').ariaBusy = state !== 'closed';
  $('stop').disabled = state === 'closed';
  $('cut').disabled = state !== 'open';
}

function tell(sentence) {
  answer.told.push(sentence);
  keep();
  $('log').append(item(sentence));
}

function item(sentence) {
  const item = document.createElement('li');
  item.textContent = sentence;
  return item;
}

$('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  ask($('question').value);
});
$('stop').addEventListener('click', () => end('stopped'));
$('cut').addEventListener('click', () =>
  fetch(`${feeds}/control/cut?feed=openai`, { method: 'POST' }).catch(({ message }) => tell(message)),
);

document.querySelector('#ask [type=submit]').disabled = false; // until now the browser would have sent the form

if (answer) {
  draw();
  if (sessionStorage.getItem('answer cursor')) read();
  else show('closed', answer.end || 'lost'); // the page was left before the answer had a name to go on with
}
