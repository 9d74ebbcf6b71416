// A watch goes on behind a revision: start_revision is inside the request, and inclusive.
export const resuming = () => ({
  fetch: (url, init) => {
    const { after, ...body } = JSON.parse(init.body);
    if (after) body.create_request.start_revision = `${BigInt(after) + 1n}`;
    return fetch(url, { ...init, body: JSON.stringify(body) });
  },
});
