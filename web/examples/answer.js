// A language model's answer
//
// One answer, asked for once, by a POST, and shown as it comes. Cut the connection, or reload the page in the middle: it
// goes on where it was, by a GET.
//
// The local feeds speak as OpenAI's Responses API does; for the service itself put its address, and your server's in
// between, for the feeds'.

import { FeedSource } from '/feedsource/index.js';
import { $, faults, feeds, show, tell } from './shell.js';

$('view').innerHTML = `
  <form id="ask">
    <label for="question">Question</label>
    <textarea id="question" rows="2" required maxlength="2000">Why does an answer come in pieces?</textarea>
    <div class="buttons">
      <button class="primary" type="submit">Ask</button>
      <button type="button" id="stop" disabled>Stop</button>
    </div>
  </form>
  <p id="text" aria-live="off" aria-busy="false"></p>`;
faults('openai', ['cut']);

/** What outlives a reload: the question, the text so far, the number of its last piece, and how it ended. The cursor is the feed's. */
let answer = JSON.parse(sessionStorage.getItem('answer'));
let feed;

const keep = () => sessionStorage.setItem('answer', JSON.stringify(answer));

function ask(question) {
  feed?.close();
  sessionStorage.removeItem('answer cursor'); // one that is left would go on with the answer before
  answer = { question, text: '', last: -1, end: '' };
  keep();
  draw();
  read();
}

/** Asks, or goes on with the answer that the cursor names. */
function read() {
  let again = sessionStorage.getItem('answer cursor') !== null;
  stand('connecting', again ? 'going on' : 'asking');

  feed = new FeedSource(`${feeds}/v1/responses`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ input: answer.question, stream: true, background: true }),
    preset: 'openai-background', // resume: { url: '/v1/responses/{from}?stream=true', from: { record: '/response/id' } }
    resume: { persist: 'sessionStorage', key: 'answer cursor' },
  });

  feed.addEventListener('open', ({ response }) => {
    stand('open', 'answering');
    tell('open', again ? `Went on: GET ${new URL(response.url).pathname}` : 'Asked: POST /v1/responses');
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
    if (error.type !== 'complete') tell(error.type, message);
    if (!error.final) stand('connecting', 'cut, going on');
    else end(error.type === 'complete' ? 'complete' : 'failed');
  });
}

function end(how) {
  feed.close();
  sessionStorage.removeItem('answer cursor');
  answer.end = how;
  keep();
  stand('closed', how);
}

function draw() {
  $('question').value = answer.question;
  $('text').textContent = answer.text;
}

function stand(state, words) {
  show(state, words);
  $('text').ariaBusy = state !== 'closed';
  $('stop').disabled = state === 'closed';
}

$('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  ask($('question').value);
});
$('stop').addEventListener('click', () => end('stopped'));

if (answer) draw();
if (answer && sessionStorage.getItem('answer cursor')) read();
else stand('closed', answer ? answer.end || 'lost' : 'not asked'); // lost: the page was left before the answer had a name
