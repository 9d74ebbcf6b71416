import { base, heard } from './feeds.js';
import { tell, watch } from './watch.js';

let living;
let dying;
let jump;

const beat = async (seen, more) => {
  for (const end = seen.beats + more; seen.beats < end; ) await heard(seen.feed, 'keepalive');
};

const beats = (more) => Promise.all([beat(living, more), beat(dying, more)]);

// Watches a feed that lives and one that dies.
export async function watchPair({ path, url }) {
  living = watch(base + path + '&retry=250');
  dying = watch(url);
  await beats(4);
}

export async function reportAfterBeats({ more }) {
  await beats(more);
  return [tell(living), tell(dying)];
}

export async function reportResumed() {
  await heard(dying.feed, 'open');
  return reportAfterBeats({ more: 4 });
}

export async function setUpJump({ ms }) {
  const { getTime } = Date.prototype;
  let ahead = 0;
  Date.prototype.getTime = function () {
    return getTime.call(this) + ahead;
  };
  jump = () => (ahead += ms);
}

export const jumpOnce = () => void jump();
