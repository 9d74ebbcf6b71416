import type { FeedSnapshot } from './snapshot.js';

const values = ['records', 'latest', 'value', 'state', 'error', 'lastEventId', 'feed'] as const;

type Value = (typeof values)[number];

type Functions = Pick<FeedSnapshot, 'reconnect' | 'close'>;

const functionsOf = (current: () => Functions): Functions => ({
  reconnect: () => current().reconnect(),
  close: () => current().close(),
});

/** What a hook gives: for each member of a snapshot what `made` makes of it, and the functions of the one that is `current`. */
export const membersOf = (made: (name: Value) => unknown, current: () => Functions) => ({
  ...Object.fromEntries(values.map((name) => [name, made(name)])),
  ...functionsOf(current),
});

/** The same, where a member is what a function of the framework's gives each time. */
export const getMembersOf = (made: (name: Value) => () => unknown, current: () => Functions) =>
  Object.defineProperties(
    functionsOf(current),
    Object.fromEntries(values.map((name) => [name, { get: made(name), enumerable: true }])),
  );
