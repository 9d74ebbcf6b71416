import { isField, needs } from '../must.js';
import { mayBeBytes, type FeedSourceInit } from './options.js';
import { waysOf, type FullInit } from './short-forms.js';

/** Ways of a cursor, of which records without id fields have none unless `id` names a member. */
const waysOfCursors = ['header', 'query', 'body', 'as', 'persist'] as const;

/**
 * @param own What the page gave: what a preset says besides may have to wait for the page's URL or body.
 * @param whole The same with its preset, checked one by one.
 * @param asksURL The page has a function for the URL.
 * @throws {TypeError} an option could do nothing beside the others, or for want of another one.
 */
export function mustServe(own: FeedSourceInit, whole: FullInit, asksURL: boolean): void {
  const { hold, signals, format = 'auto', id, lastEventId, headers, dedupe, lag } = whole;
  const name = typeof format === 'string' ? format : 'fixed';
  const resume = waysOf(whole.resume);
  const given = waysOf(own.resume);
  const { url, from, query, body, header, cursor } = resume;
  needs(hold && !signals?.some(({ then }) => then === 'bookmark'), 'hold', "a rule of signals with then: 'bookmark'");
  needs(
    given.from && !url && !query && !resume.method && !asksURL && typeof headers !== 'function',
    'resume.from',
    'resume.url, where {from} stands for it, or a function for url or headers',
  );
  needs(
    own.subscribe !== undefined && !signals?.some(({ then }) => then === 'ready'),
    'subscribe',
    "a rule of signals with then: 'ready'",
  );
  needs(resume.key && !resume.persist, 'resume.key', 'resume.persist, whose key it is');
  needs(asksURL && resume.persist && !resume.key, 'resume.persist', 'resume.key where the url is a function');
  needs(given.as && header === false && !(query || body || url), 'resume.as', 'a header, query, body or url');
  const pieces = 'another format, since records of format text are cut as they come';
  needs(format === 'text' && resume.replay, 'resume.replay', pieces);
  for (const option of ['payload', 'binaryType'] as const)
    needs(own[option] && !mayBeBytes(format), option, `a format of bytes, since records of format ${name} are text`);
  const { key } = dedupe || {};
  const { time } = lag || {};
  const members = [id, key, time, signals?.flatMap(({ at, and }) => [at, and?.at])];
  const heads = 'a format of records with header fields (aws-eventstream, multipart)';
  needs(members.flat(2).some(isField) && !/auto|aws|multipart/.test(name), '{ header }', heads);
  const template = typeof url === 'string' ? url : '';
  needs(!from && template.includes('{from}'), 'resume.url', 'resume.from, since it has {from}');
  const [odd] = /\{(?!(from|id|count)\})[^}]*/.exec(template) ?? [];
  needs(odd, 'resume.url', `{from}, {id} or {count} in place of ${odd}}`);
  const hasNoIds = !/auto|sse|docker/.test(name) && !id;
  const fields = `id, since records of format ${name} have no id fields`;
  needs(hasNoIds && dedupe && dedupe.key === 'id', "dedupe: 'id'", fields);
  for (const way of waysOfCursors) {
    needs(hasNoIds && cursor !== 'count' && !url && !lastEventId && given[way], `resume.${way}`, fields);
    if (given.replay && given[way] && way !== 'persist' && !template)
      throw new TypeError(`resume.${way} does nothing beside replay: 'skip'.`);
  }
}
