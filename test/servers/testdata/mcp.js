// What a tool says after the connection was lost is asked for by GET: its request is not made twice.
export const resuming = (url) => ({ resume: { url } });
