// A reader who takes records from one node after the other, as from behind a balancer, and counts them.

let last = 0;
let opens = 0;
const wrong = [];

export function start({ urls, silence }) {
  const feed = new FS.FeedSource(() => `${urls[Math.floor(Math.random() * urls.length)]}/feeds/room?after=oldest`, {
    keepalive: { timeoutMs: silence, connectMs: 5000 },
    reconnect: { delay: () => 100 },
  });
  feed.onopen = () => {
    opens++;
  };
  feed.addEventListener('*', ({ data, lastEventId }) => {
    const want = `{"n":${last + 1}}`;
    if (data !== want && wrong.length < 20) wrong.push(`${data} came as ${lastEventId} in the place of ${want}`);
    last = JSON.parse(data).n ?? last;
  });
  for (const type of ['gap', 'malformed']) {
    feed.addEventListener(type, ({ detail }) => wrong.push(`${type}: ${JSON.stringify(detail)}`));
  }
  feed.onerror = ({ message }) => {
    if (feed.readyState === FS.FeedSource.CLOSED) wrong.push(`closed: ${message}`);
  };
}

export function account() {
  return { last, wrong, opens };
}
