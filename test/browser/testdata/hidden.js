import { base, heard } from './feeds.js';
import { chain, tell, watch } from './watch.js';

let living;
let dying;
let held;
const at = {};

export async function hiddenPage({ living, silent }) {
  const alive = watch(base + living);
  const dead = watch(base + silent);
  const steps = [];
  await chain(steps, () => steps.length < 12);
  return { steps, living: tell(alive), dead: tell(dead) };
}

export async function watchUntilHush({ path, url }) {
  living = watch(base + path);
  dying = watch(url);
  const started = performance.now();
  const steps = [];
  held = () => performance.now() - started - steps.reduce((sum, step) => sum + step, 0);
  void chain(steps, () => dying.errors.length === 0);
}

// For how long the last timer has been held back.
export const heldFor = () => held();

export async function reportAfterHush() {
  await new Promise((resolve) => (dying.feed.onopen = resolve));
  return { living: tell(living), dying: tell(dying), late: held() };
}

export async function watchUntilFrozen() {
  await FS.init();
  living = watch(base + '/espresso/subscribe?from=1&rate=20');
  const note = (name) => () => (at[name] = performance.now());
  document.addEventListener('resume', note('resumed'));
  await heard(living.feed, 'message');
  living.feed.onopen = note('opened');
  globalThis.report = () => tell(living);
}

export async function reportAfterThaw({ records }) {
  while (living.ids.length < records) await heard(living.feed, 'message');
  return { living: tell(living), took: at.opened - at.resumed };
}
