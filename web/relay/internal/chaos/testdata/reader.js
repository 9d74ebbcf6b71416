// A reader who takes records from one node after the other, as from behind a balancer, and counts them.

const told = { last: 0, wrong: [], opens: 0, gaps: 0, missed: 0 };
let gap = false;

export function start({ urls, feed: name, silence }) {
  const feed = new FS.FeedSource(() => `${urls[Math.floor(Math.random() * urls.length)]}/feeds/${name}?after=oldest`, {
    keepalive: { timeoutMs: silence, connectMs: 5000 },
    reconnect: { delay: () => 100 },
  });
  feed.onopen = () => {
    told.opens++;
  };
  feed.addEventListener('*', (record) => take(record, name === 'live'));
  for (const type of ['gap', 'malformed']) {
    feed.addEventListener(type, ({ detail }) => told.wrong.push(`${type}: ${JSON.stringify(detail)}`));
  }
  feed.onerror = ({ message }) => {
    if (feed.readyState === FS.FeedSource.CLOSED) told.wrong.push(`closed: ${message}`);
  };
}

/** Each number comes once and in order; a feed that cannot go back has a gap in the place of some. */
function take({ type, data, json, lastEventId }, hasGaps) {
  if (type === 'relay-gap' && hasGaps) {
    told.gaps++;
    gap = true;
    return;
  }
  const missed = json.n - told.last - 1;
  const mayMiss = hasGaps && (gap || told.last === 0);
  if (!(missed === 0 || (missed > 0 && mayMiss)) && told.wrong.length < 20) {
    told.wrong.push(`${type} ${data} came as ${lastEventId} behind ${told.last}`);
  }
  if (told.last > 0) told.missed += missed;
  told.last = json.n;
  gap = false;
}

export function account() {
  return told;
}
