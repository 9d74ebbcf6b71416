// What an event was, as data that can leave the page.
globalThis.note = (e) => {
  if (e instanceof ErrorEvent) {
    const { type, message, body, status, attempt, retryInMs, final } = e.error;
    return { Kind: 'error', Error: { Type: type, Message: message, Body: body, Status: status, Attempt: attempt, RetryInMs: retryInMs, Final: final } };
  }
  if (e instanceof FS.FeedEvent) return { Kind: 'data', Type: e.type, Data: e.data, ID: e.lastEventId };
  return { Kind: e.type, Type: e.type, Data: e.data, Reason: e.reason, Offset: e.offset };
};

// Reads a feed until its first failure or end, and tells everything it dispatched.
globalThis.collect = (url, options) => new Promise((resolve) => {
  const feed = new FS.FeedSource(url, { reconnect: false, ...options });
  const events = [];
  const types = ['open', 'message', 'error', 'keepalive', 'malformed', 'presence', 'heartbeat', 'time', 'tick', 'news'];
  for (const type of types) {
    feed.addEventListener(type, (e) => {
      events.push(note(e));
      if (e instanceof ErrorEvent && e.error.final) resolve(events);
    });
  }
});
