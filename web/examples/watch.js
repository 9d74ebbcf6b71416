// The pods of a Kubernetes namespace. The local feeds of the demo speak as its API does; for a cluster
// put its address for the feeds', `kubectl proxy` with the page in --www, for one.

import { FeedSource } from '/feedsource/index.js';

const $ = (id) => document.getElementById(id);
const { feeds } = await (await fetch('/config.json')).json();
const api = `${feeds}/api/v1/namespaces/default/pods`;

const pods = new Map(); // by uid, since a name can come again

/** Lists the pods, and watches from the version of that list. */
async function start() {
  show('connecting', 'listing');
  let list;
  try {
    const response = await fetch(api);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    list = await response.json();
  } catch (error) {
    tell('network', `${error.message}; listing again in 2 s.`);
    setTimeout(start, 2000);
    return;
  }
  const version = list.metadata.resourceVersion;
  pods.clear();
  for (const pod of list.items) pods.set(pod.metadata.uid, pod);
  tell('list', `${list.items.length} pods at version ${version}`);
  draw(version);
  watch(version);
}

function watch(version) {
  // The version in the URL is where the feed begins; from then on it sends the last one that came.
  const query = new URLSearchParams({
    watch: 1,
    allowWatchBookmarks: true,
    timeoutSeconds: 300,
    resourceVersion: version,
  });
  const feed = new FeedSource(`${api}?${query}`, { preset: 'kubernetes' });

  feed.addEventListener('open', () => {
    show('open', 'watching');
    tell('open', `watching from version ${feed.lastEventId || version}`);
  });

  feed.addEventListener('message', ({ json: { type, object } }) => {
    if (type === 'DELETED') pods.delete(object.metadata.uid);
    else pods.set(object.metadata.uid, object); // ADDED, MODIFIED
    draw(object.metadata.resourceVersion);
  });

  feed.addEventListener('error', ({ error, message }) => {
    show(error.final ? 'closed' : 'connecting', error.final ? 'closed' : 'connecting');
    tell(error.type, message.replace(`${api}: `, '')); // it begins with the URL
  });

  // Changes are missing that the server cannot give back. What is shown is out of date.
  feed.addEventListener('gap', ({ detail }) => {
    tell('gap', detail.message.replace(`${api}: `, ''));
    feed.close();
    void start();
  });
}

function draw(version) {
  $('version').textContent = version;
  $('pods').replaceChildren(...[...pods.values()].map(row));
}

function row({ metadata, spec, status }) {
  const row = document.createElement('tr');
  row.dataset.uid = metadata.uid;
  const phase = cell(status.phase);
  phase.dataset.phase = status.phase;
  const address = cell(status.podIP ?? '–');
  address.className = 'extra';
  row.append(cell(metadata.name), phase, cell(spec.nodeName), address, cell(metadata.resourceVersion));
  return row;
}

function cell(text) {
  const cell = document.createElement('td');
  cell.textContent = text;
  return cell;
}

function show(state, words) {
  $('state').dataset.state = state;
  $('state').textContent = words;
  $('cut').disabled = $('restart').disabled = state !== 'open';
}

/** Says what happened, the newest first; what happens again and again is counted, with the latest words. */
function tell(what, sentence) {
  const last = $('log').firstElementChild;
  const again = last?.dataset.what === what;
  const times = again ? Number(last.dataset.times) + 1 : 1;
  const item = document.createElement('li');
  Object.assign(item.dataset, { what, times });
  const word = document.createElement('code');
  word.textContent = what;
  item.append(word, `${times > 1 ? ` ×${times}` : ''} ${sentence}`);
  if (again) last.replaceWith(item);
  else $('log').prepend(item);
}

const control = (what) => () =>
  fetch(`${feeds}/control/${what}?feed=kubernetes`, { method: 'POST' }).catch(({ message }) =>
    tell('network', message),
  );
$('restart').addEventListener('click', control('restart'));
$('cut').addEventListener('click', control('cut'));

void start();
