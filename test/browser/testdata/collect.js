// What an event was, as data that can leave the page.
const note = (e) => {
  if (e instanceof ErrorEvent) {
    const { type: Type, message: Message, body: Body, status: Status } = e.error;
    const { attempt: Attempt, retryInMs: RetryInMs, final: Final } = e.error;
    return { Kind: 'error', Error: { Type, Message, Body, Status, Attempt, RetryInMs, Final } };
  }
  if (e instanceof FS.FeedEvent) return { Kind: 'data', Type: e.type, Data: e.data, ID: e.lastEventId };
  return { Kind: e.type, Type: e.type, Data: e.data, Reason: e.reason, Offset: e.offset };
};

// Reads a feed until its first failure or end, and tells everything it dispatched.
export const collect = ({ url, options }) =>
  new Promise((resolve) => {
    const feed = new FS.FeedSource(url, { reconnect: false, ...options });
    const events = [];
    const types = [
      'open',
      'message',
      'error',
      'keepalive',
      'malformed',
      'presence',
      'heartbeat',
      'time',
      'tick',
      'news',
    ];
    for (const type of types) {
      feed.addEventListener(type, (e) => {
        events.push(note(e));
        if (e instanceof ErrorEvent && e.error.final) resolve(events);
      });
    }
  });
