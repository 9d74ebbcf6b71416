// One answer of a language model, as OpenAI's Responses API gives it. The local feeds of the demo
// speak so; for the service itself put its address, and your server's in between, for the feeds'.

import { FeedSource } from '/feedsource/index.js';

const $ = (id) => document.getElementById(id);
const { feeds } = await (await fetch('/config.json')).json();

/** What outlives a reload: the question, the text so far, and the number of its last piece. The cursor is the feed's. */
let answer = JSON.parse(sessionStorage.getItem('answer'));
let feed;

const keep = () => sessionStorage.setItem('answer', JSON.stringify(answer));

function forget() {
  sessionStorage.removeItem('answer');
  sessionStorage.removeItem('answer cursor');
}

function ask(question) {
  feed?.close();
  forget(); // a cursor that is left would go on with the answer before
  answer = { question, text: '', last: -1 };
  keep();
  $('log').replaceChildren();
  read();
}

/** Asks, or goes on with the answer that the cursor names. */
function read() {
  const opened = { times: 0, again: sessionStorage.getItem('answer cursor') !== null };
  $('question').value = answer.question;
  $('text').textContent = answer.text;
  show('connecting', opened.again ? 'going on' : 'asking');

  feed = new FeedSource(`${feeds}/v1/responses`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ input: answer.question, stream: true, background: true }),
    preset: 'openai-background', // resume: { url: '/v1/responses/{from}?stream=true', from: { record: '/response/id' } }
    resume: { persist: 'sessionStorage', key: 'answer cursor' },
  });

  feed.addEventListener('open', ({ response }) => {
    const again = opened.again || opened.times > 0;
    opened.times++;
    show('open', again ? 'went on' : 'answering');
    tell(again ? `Went on: GET ${new URL(response.url).pathname}` : 'Asked: POST /v1/responses');
  });

  feed.addEventListener('response.output_text.delta', ({ json }) => {
    if (json.sequence_number <= answer.last) return; // the cursor is kept now and then, the text at once
    answer.last = json.sequence_number;
    answer.text += json.delta;
    $('text').append(json.delta); // as text, whatever is in it
    keep();
  });

  feed.addEventListener('error', ({ error, message }) => {
    if (error.type !== 'complete') tell(message);
    if (!error.final) return show('connecting', 'cut, going on');
    show('closed', error.type === 'complete' ? 'complete' : 'failed');
    forget();
  });
}

function stop() {
  feed.close();
  forget();
  show('closed', 'stopped');
}

function show(state, words) {
  $('state').dataset.state = state;
  $('state').textContent = words;
  $('text').ariaBusy = state !== 'closed';
  $('stop').disabled = state === 'closed';
  $('cut').disabled = state !== 'open';
}

function tell(sentence) {
  const item = document.createElement('li');
  item.textContent = sentence;
  $('log').append(item);
}

$('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  ask($('question').value);
});
$('stop').addEventListener('click', stop);
$('cut').addEventListener('click', () => void fetch(`${feeds}/control/cut?feed=openai`, { method: 'POST' }));

document.querySelector('#ask [type=submit]').disabled = false; // until now the browser would have sent the form

// The page was left in the middle. Before the answer had a name there is nothing to go on with.
if (answer && sessionStorage.getItem('answer cursor')) read();
else if (answer) $('question').value = answer.question;
