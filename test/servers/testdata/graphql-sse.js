// The cursor of a subscription is what its schema says: here a variable.
export const resuming = () => ({
  fetch: (url, init) => {
    const { after, ...body } = JSON.parse(init.body);
    if (after) body.variables.after = Number(after);
    return fetch(url, { ...init, body: JSON.stringify(body) });
  },
});
