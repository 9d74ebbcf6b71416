// What scripts need that answer the requests of their feeds themselves.

// A body of text, which ends or stays open.
export const stream = (text, end) =>
  new ReadableStream({
    start(c) {
      c.enqueue(new TextEncoder().encode(text));
      if (end) c.close();
    },
  });

// What a promise brings, but not for ever.
export const soon = (promise) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 5000, 'nothing'))]);

export const next = (f, type) => soon(new Promise((resolve) => f.addEventListener(type, resolve, { once: true })));

export const numbers = { format: 'ndjson', id: '/id', resume: false, lastEventId: '7' };
