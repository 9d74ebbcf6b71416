// A Kubernetes watch
//
// The pods of a namespace: listed once, then watched from the version of the list. A cut goes on from the last version; a
// server that restarted has forgotten it, says so, and the pods are listed anew.
//
// The local feeds speak as the Kubernetes API does; for a cluster put its address for the feeds', `kubectl proxy` with
// the page in --www, for one.

import { FeedSource } from '/feedsource/index.js';
import { $, faults, feeds, show, tell } from './shell.js';

const api = `${feeds}/api/v1/namespaces/default/pods`;

$('view').innerHTML = `
  <div class="rows">
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Phase</th>
          <th scope="col">Node</th>
          <th scope="col" class="extra">Address</th>
          <th scope="col">Version</th>
        </tr>
      </thead>
      <tbody id="pods"></tbody>
    </table>
  </div>
  <p class="cursor">last version <code class="cursor-value" id="version">none</code></p>`;
faults('kubernetes', ['cut', 'restart']);

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
    show(error.final ? 'closed' : 'connecting');
    tell(error.type, message);
  });

  // Changes are missing that the server cannot give back. What is shown is out of date.
  feed.addEventListener('gap', ({ detail }) => {
    tell('gap', detail.message);
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

void start();
