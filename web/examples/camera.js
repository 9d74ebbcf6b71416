// A camera, by Motion JPEG
//
// Pictures as webcams send them: the parts of a multipart answer. Unlike an <img> that shows the same address, the page
// knows each picture, how many there were, and whether the camera is still there.

import { FeedSource } from '/feedsource/index.js';
import { $, faults, feeds, show, tell } from './shell.js';

$('view').innerHTML = `
  <canvas id="picture" class="picture" width="320" height="180" role="img" aria-label="A sun that goes round over a sea"></canvas>
  <dl class="counters">
    <div><dt>pictures</dt><dd id="pictures">0</dd></div>
    <div><dt>missed</dt><dd id="missed">0</dd></div>
    <div><dt>bytes of the last</dt><dd id="size">–</dd></div>
  </dl>
  <p class="cursor">picture number <code class="cursor-value" id="number">none</code></p>`;
faults('camera', ['cut', 'silence', 'away']);

const context = $('picture').getContext('2d');
let last;

const feed = new FeedSource(`${feeds}/camera/stream?rate=8`, {
  format: 'multipart',
  keepalive: { timeoutMs: 5000 }, // a camera that hangs is asked again
});

feed.addEventListener('open', ({ response }) => {
  show('open', 'live');
  tell('open', response.headers.get('Content-Type'));
});

feed.addEventListener('error', ({ error, message }) => {
  show(error.final ? 'closed' : 'connecting');
  tell(error.type, message);
});

// While a picture is being decoded the loop does not ask for the next one: a slow page holds the camera back.
for await (const { data, headers } of feed) {
  let picture;
  try {
    picture = await createImageBitmap(new Blob([data], { type: headers['content-type'] }));
  } catch ({ message }) {
    tell('picture', message);
    continue;
  }
  context.drawImage(picture, 0, 0);
  picture.close();
  const number = Number(headers['x-frame']);
  // A camera keeps nothing: what it saw while the line was cut is gone.
  if (last !== undefined) $('missed').textContent = Number($('missed').textContent) + number - last - 1;
  last = number;
  $('number').textContent = number;
  $('pictures').textContent = Number($('pictures').textContent) + 1;
  $('size').textContent = data.length;
}
