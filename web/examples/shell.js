// What all examples have around them: where the feeds are, the state of the one that is read, what it told, and buttons
// that have it fail. No example depends on more than this.

const answer = await fetch('/config.json');
if (!answer.ok) throw new Error(`/config.json answered ${answer.status}.`);

/** `feeds` is the origin of the local feeds, `credentials` what they ask for. */
export const { feeds, credentials } = await answer.json();

export const $ = (id) => document.getElementById(id);

/** Shows how the feed stands: `connecting`, `open` or `closed`, and a word or two for it. */
export function show(state, words = state) {
  $('state').dataset.state = state;
  $('state').textContent = words;
  for (const button of $('faults').children) button.disabled = state !== 'open';
}

/** Says what happened, the newest first; what happens again and again is counted, with the latest words. */
export function tell(what, sentence) {
  const last = $('log').firstElementChild;
  const again = last?.dataset.what === what;
  const times = again ? Number(last.dataset.times) + 1 : 1;
  const item = document.createElement('li');
  Object.assign(item.dataset, { what, times });
  const word = document.createElement('code');
  word.textContent = what;
  item.append(word, `${times > 1 ? ` ×${times}` : ''} ${sentence.replace(/^\w+:\/\/\S+: /, '')}`); // without the URL
  if (again) last.replaceWith(item);
  else $('log').prepend(item);
}

const words = {
  cut: 'Cut the connection',
  silence: 'Let it go silent',
  503: 'Refuse with 503',
  away: 'Be away for ten seconds',
  malformed: 'Send nonsense',
  restart: 'Restart the server',
};

/** Adds a button for each fault, which has it happen to the connections of one of the local feeds. */
export function faults(feed, names) {
  for (const name of names) {
    const button = document.createElement('button');
    Object.assign(button, { id: `fault-${name}`, type: 'button', textContent: words[name], disabled: true });
    button.addEventListener('click', () => strike(feed, name));
    $('faults').append(button);
  }
}

async function strike(feed, fault) {
  const path = fault === 'restart' ? `restart?feed=${feed}` : `strike?feed=${feed}&fault=${fault}`;
  try {
    await fetch(`${feeds}/control/${path}`, { method: 'POST' });
  } catch ({ message }) {
    tell('network', message);
  }
}
