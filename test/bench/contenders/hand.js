import { brackets } from './hand-brackets.js';
import { lengths } from './hand-length.js';
import { events, split } from './hand-text.js';

// The best plain loop for each format that could be written here: what a page loses,
// or gains, by having none of the rest of a library.
const loops = {
  sse: () => events,
  ndjson: () => split('\n'),
  'json-cr': () => split('\r'),
  'json-crlf': () => split('\r\n'),
  length: () => lengths,
  'json-array': () => brackets(1),
  json: () => brackets(0),
};

async function loop({ format, url, fetch }, take) {
  await loops[format]()((await fetch(url)).body.getReader(), take);
}

/** The same, with a native event for each record. */
function dispatch(source, take) {
  const target = new EventTarget();
  target.addEventListener('message', (event) => take(event.data));
  return loop(source, (data) => target.dispatchEvent(new MessageEvent('message', { data })));
}

const formats = Object.keys(loops);

export default {
  name: 'hand',
  ways: [
    { formats, by: '', gives: 'text', run: loop },
    { formats, by: 'dispatchEvent', gives: 'text', run: dispatch, main: false },
  ],
};
