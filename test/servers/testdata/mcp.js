// What a tool says after the connection was lost is asked for by GET: its request is not made twice.
export const resuming = () => ({
  fetch: (url, init) =>
    new Headers(init.headers).has('Last-Event-ID')
      ? fetch(url, { ...init, method: 'GET', body: undefined })
      : fetch(url, init),
});
