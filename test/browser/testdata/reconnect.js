import { fail, heard, reading, until } from './feeds.js';

// Makes a feed and tells its first failure.
export async function firstFailure({ url, init }) {
  const f = reading(new FS.FeedSource(url, init));
  const { error } = await heard(f, 'error');
  f.close();
  return [error.type, error.final, error.retryInMs ?? -1];
}

// What a page's own function for the delay may answer.
const answers = {
  nothing: () => undefined,
  error: () => fail('decide: on purpose'),
};

export const firstFailureAnswered = ({ url, answer }) =>
  firstFailure({ url, init: { reconnect: { delay: answers[answer] } } });

// Makes a feed and tells its final failure.
export const finalFailure = ({ url, init }) => until(url, init);

// The same, of a feed whose headers are a function's.
export const finalFailureWithAFunction = ({ url }) => until(url, { headers: async () => ({}) });

export async function tokenReplaced({ url }) {
  const log = [];
  const f = new FS.FeedSource(url, { headers: (attempt) => ({ Authorization: 'token ' + attempt }) });
  f.onerror = ({ error }) => log.push(error.status, error.final, error.retryInMs);
  const { data } = await heard(f, 'message');
  f.close();
  return [...log, data];
}

export async function decidedByThePage({ url }) {
  const asked = [];
  const told = [];
  const f = new FS.FeedSource(url, {
    reconnect: {
      delay: (failure) => {
        asked.push([failure instanceof FS.FeedError, failure.status, failure.final, failure.retryInMs > 1000]);
        return failure.status === 403 ? false : 7;
      },
    },
  });
  await new Promise((resolve) => {
    f.onerror = ({ error }) => {
      told.push([error.status, error.final, error.retryInMs ?? -1]);
      if (error.final) resolve();
    };
  });
  return [asked, told, f.readyState];
}

export async function answerToARepeatedPost({ url }) {
  const f = new FS.FeedSource(url, { method: 'POST', body: 'q', reconnect: { anyMethod: true } });
  const { data } = await heard(f, 'message');
  f.close();
  return data;
}
