import { appendFileSync, existsSync, readFileSync } from 'node:fs';

// What was published, by topic, in a file: it outlives the server. An entry's id is its place in its topic, from 1.
const file = process.argv[3];
const topics = new Map();
const waiting = new Set();

const of = (topic) => {
  if (!topics.has(topic)) topics.set(topic, []);
  return topics.get(topic);
};

const keep = ({ topic, n }) => {
  const entries = of(topic);
  entries.push({ id: entries.length + 1, n });
};

if (existsSync(file)) for (const line of readFileSync(file, 'utf8').trim().split('\n')) keep(JSON.parse(line));

export const publish = (entry) => {
  appendFileSync(file, JSON.stringify(entry) + '\n');
  keep(entry);
  for (const wake of waiting) wake();
};

// The entries of a topic behind an id, and those to come, until the signal aborts.
export async function* after(topic, id, signal) {
  for (let next = id; ; next++) {
    while (next >= of(topic).length) {
      if (signal.aborted) return;
      await new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    }
    if (signal.aborted) return;
    yield of(topic)[next];
  }
}
