import { reorder, toReadable, toTransform, twitter, withoutDeleted } from '/dist/stages.js';
import { fail, pause } from './feeds.js';
import { all, HOUR, same, script, sorting, take, time, tweets } from './sources.js';

export async function transformStreams() {
  const sort = (source) => reorder(source, sorting);
  const posts = (source) => withoutDeleted(source, twitter);
  const piped = await all(toReadable(tweets()).pipeThrough(toTransform(posts)).pipeThrough(toTransform(sort)));
  return { same: same(piped, await all(sort(posts(tweets())))), end: piped.at(-1) };
}

export async function endsOfStreams() {
  const through = (source, options) =>
    toReadable(source).pipeThrough(toTransform((events) => reorder(events, { time, holdMs: HOUR, ...options })));
  const until = async (reached) => {
    while (!reached()) await pause(0);
    return true;
  };
  const deaf = async function* () {
    yield 'own';
  };
  const quiet = script(1);
  const unread = script(1);
  const many = script(...Array(100).keys());
  const failing = script(1, 2);
  const left = script(1, 2, 3);
  const unfit = script(1, 2);
  const one = script(1, 2);
  const reader = through(quiet).getReader();
  const read = reader.read();
  await until(() => quiet.taken === 1);
  await reader.cancel();
  toReadable(unread);
  await through(many, { limit: 10 }).getReader().read();
  await pause(20);
  return {
    closed: await all(through(script(2, 1, 'end'))),
    cancelled: (await until(() => quiet.returned)) && (await read).done,
    ahead: many.taken,
    unread: unread.taken,
    failed: await all(through(failing, { time: () => fail('no time') })),
    stopped: await until(() => failing.returned),
    taken: await take(1, through(left, { limit: 1 })),
    left: await until(() => left.returned),
    unfit: (await all(through(unfit, { limit: 0 }))).length,
    refused: await until(() => unfit.returned),
    deaf: await all(toReadable(one).pipeThrough(toTransform(deaf))),
    unheard: await until(() => one.returned),
  };
}
