// The cursor goes back as a range, which begins with the entry that the page has: behind the last one there is nothing
// to begin with.
export const resuming = () => ({
  fetch: (url, init) => {
    const headers = new Headers(init.headers);
    const cursor = headers.get('X-Cursor');
    headers.delete('X-Cursor');
    if (cursor) headers.set('Range', `entries=${cursor}`);
    return fetch(url, { ...init, headers });
  },
});
