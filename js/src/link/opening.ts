import type { FeedOptions, Opening } from './contract.js';

/** Reports whether a feed may be asked for again when whoever asked for it is gone. */
export const isRepeatable = ({ method = 'GET', once, reconnect }: FeedOptions): boolean =>
  !once && (method === 'GET' || method === 'HEAD' || !!reconnect?.anyMethod);

/** The same of an answer that goes on by another request: feed.Machine.resuming in the engine. */
export const isResumable = ({ once, resume, lastEventId, from }: FeedOptions): boolean => {
  const { url, asksURL, method = 'GET', fromHeader, fromRecord } = resume ?? {};
  const isElsewhere = !!url || !!asksURL || resume?.method !== undefined;
  const isKnown = fromHeader || fromRecord ? !!from : !!lastEventId;
  return !once && isElsewhere && isKnown && (method === 'GET' || method === 'HEAD');
};

/**
 * Reports whether the first request is the feed's own and nothing else, so that it can be sent without knowing where a
 * cursor goes: there is none, or the URL holds it.
 */
export const isPlainRequest = ({ url, lastEventId, from, resume }: FeedOptions): boolean =>
  !from && (!lastEventId || (!!resume?.own && new URL(url).searchParams.get(resume.query!) === lastEventId));

/** A worker's requests come from its script, if nothing else is said; these come from the page. */
export function withReferrer(opening: Opening): Opening {
  const referrer = globalThis.document?.URL;
  if (!referrer?.startsWith('http')) return opening;
  const { request } = opening;
  return { ...opening, request: { ...request, rest: { referrer, ...request.rest } } };
}
