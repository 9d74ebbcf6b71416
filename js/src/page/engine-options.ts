import type { FeedOptions, SignalData } from '../link/contract.js';
import type { Cursor } from './cursor.js';
import { formatOf } from './fixed-format.js';
import type { AskMissing, Backfill, Dedupe, Member, Signal } from './options.js';
import { waysOf, type FullInit } from './short-forms.js';
import { resolve } from './url.js';
import { isWebSocket, pongRule, socketURL } from './websocket.js';

/** The options of a feed that the engine reads, from those of the page, which have been checked. */
export function engineOptions(url: URL | undefined, init: FullInit, strict: boolean, cursor: Cursor): FeedOptions {
  const { reconnect, resume, keepalive, dedupe, gap, decode, lag, backfill } = init;
  const webSocket = isWebSocket(url, init);
  return {
    url: url ? (webSocket ? socketURL(url.href) : url.href) : '',
    webSocket,
    pings: !!keepalive && keepalive.ping !== undefined,
    origin: globalThis.origin ?? '',
    strict,
    ...formatOf(init.format ?? (strict ? 'sse' : 'auto')),
    json: init.payload === 'json',
    method: init.method?.toUpperCase(),
    lastEventId: cursor.id,
    from: cursor.from,
    maxRecordBytes: init.maxRecordBytes,
    freshHeaders: typeof (webSocket ? init.greet : init.headers) === 'function',
    asksDelay: reconnect ? !!reconnect.delay : false,
    once: reconnect === false,
    reconnect: reconnect
      ? { maxAttempts: reconnect.maxAttempts, maxElapsedMs: reconnect.maxElapsedMs, anyMethod: !!reconnect.anyMethod }
      : undefined,
    id: members(init.id),
    resume: webSocket ? socketResumeOf(resume, init, url) : resumeOf(resume, !!ownCursor(url, resume)),
    keepalive: keepalive
      ? {
          timeoutMs: keepalive.timeoutMs ?? (keepalive.ping === undefined ? undefined : pingedAfterMs),
          connectMs: keepalive.connectMs,
        }
      : undefined,
    dedupe: dedupe ? dedupeOf(dedupe) : undefined,
    gap: gap ? { windowMs: gap.windowMs, header: gap.header, stop: !!gap.stop } : undefined,
    decode: decode && 'data' in decode ? { data: decode.data, encoding: decode.encoding } : undefined,
    base64: decode && 'base64' in decode ? decode.base64 : undefined,
    lag: lag ? { time: member(lag.time), warnMs: lag.warnMs } : undefined,
    signals: [...(init.signals ?? []), ...pongRule(init)].map(signalOf),
    backfill: backfill ? backfillOf(backfill) : undefined,
  };
}

/** Without a header, and without another way named, the cursor has nowhere to go. */
function resumeOf(resume: FullInit['resume'], own: boolean): FeedOptions['resume'] {
  if (resume === false) return { off: true };
  if (resume === 'page') return { page: true };
  if (!resume) return undefined;
  const { header, query, body, url, method, from, as, cursor, replay } = resume;
  const bare = header === false;
  return {
    off: bare && !query && !body && !url && !method && replay !== 'skip',
    header: header || undefined,
    query,
    body,
    bare,
    own,
    url: typeof url === 'string' ? url : undefined,
    asksURL: typeof url === 'function',
    method: method?.toUpperCase(),
    fromHeader: from?.header,
    fromRecord: from?.record,
    counts: cursor === 'count',
    skips: replay === 'skip',
    as: typeof as === 'string' ? as : undefined,
    asksAs: typeof as === 'function',
  };
}

/** The longest silence of a server that is asked whether it is there, in milliseconds. */
const pingedAfterMs = 60_000;

/** A WebSocket has no headers: the cursor goes into the URL, or into what the page says first. */
function socketResumeOf(resume: FullInit['resume'], { greet }: FullInit, url: URL | undefined): FeedOptions['resume'] {
  const { query, url: elsewhere, replay } = waysOf(resume);
  if (resume === false || query || elsewhere || replay)
    return resumeOf(resume && { ...waysOf(resume), header: false }, !!ownCursor(url, resume));
  const says = typeof greet === 'function' || resume === 'page' || !url;
  return { ...resumeOf({ ...waysOf(resume), header: false }, false), off: !says, page: says };
}

/** The cursor that a page's URL holds by itself. Words for the present are none: where they led yesterday is not where they lead today. */
export function ownCursor(url: URL | undefined, resume: FullInit['resume']): string {
  const { query, url: elsewhere } = waysOf(resume);
  const own = query && !elsewhere ? (url?.searchParams.get(query) ?? '') : '';
  return /^(?:now|latest|\$)$/i.test(own) || /[\0\r\n]/.test(own) ? '' : own;
}

function dedupeOf({ key, window }: Dedupe): FeedOptions['dedupe'] {
  const byId = key === 'id';
  return { key: byId ? [] : members(key), byId, window };
}

function backfillOf(backfill: Backfill | AskMissing): NonNullable<FeedOptions['backfill']> {
  if (typeof backfill === 'function') return {};
  const { url, after, before, size, overlap } = backfill as Backfill;
  return { url: resolve(`${url}`).href, after, before, size, overlap };
}

function signalOf({ type, at, is, range, and, then, deliver, says, close, reply }: Signal): SignalData {
  return {
    type,
    at: at === undefined ? undefined : member(at),
    is: wordsOf(is),
    range: range && [whole(range[0]), whole(range[1])],
    and: and && { at: member(and.at), is: wordsOf(and.is) },
    then: then === 'ready' ? 'keepalive' : then,
    quiet: deliver === false,
    close: close === undefined ? undefined : typeof close === 'number' ? [close, close] : [close[0], close[1]],
    replies: reply !== undefined || then === 'ready',
    says,
  };
}

const members = (of: Member | readonly Member[] | undefined): readonly string[] => list(of).map(member);

const member = (of: Member): string => (typeof of === 'string' ? of : of.header);

const wordsOf = (is: Signal['is']): string[] => list(is).map(String);

/** A bound as a whole number that JSON has, of Infinity as well. */
const whole = (bound: number): number =>
  Math.trunc(Math.min(Math.max(bound, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER));

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];
