import { base } from '/site.js';

export { base };

// A feed of the local servers.
export const feed = (path, options) => new FS.FeedSource(base + path, options);

// Stores a body for /raw/get/name.
export const put = (name, body) => fetch(base + '/raw/put?name=' + name, { method: 'POST', body });

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// The next event of a type.
export const heard = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

// A feed whose records somebody takes: without a reader nothing is read, not even the end.
export const reading = (f) => {
  f.addEventListener('message', () => {});
  return f;
};

// The type of a new feed's first error that is final.
export const until = (url, init, setUp = () => {}) =>
  new Promise((resolve) => {
    const f = reading(new FS.FeedSource(url, init));
    setUp(f);
    f.onerror = (e) => {
      if (e instanceof ErrorEvent && e.error.final) resolve(e.error.type);
    };
  });

// Throws where an expression stands.
export const fail = (message) => {
  throw new Error(message);
};
