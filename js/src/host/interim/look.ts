import type { FeedOptions, SignalData } from '../../link/contract.js';
import type { Look } from './grammar.js';

/**
 * Looks into records as far as a feed's options ask for it: feed.Machine.examine in the engine, which is left to it
 * wherever a record might be a signal, might have come before, or has an encoding to be undone.
 */
export function lookOf({ id, dedupe, backfill, decode, signals, resume, lastEventId }: FeedOptions): Look {
  const keys = dedupe?.key.length ? dedupe.key : backfill ? id : [];
  const known = new Set<string>();
  let count = Number(lastEventId) || 0;
  let highest = '';
  return (type, text) => {
    if (dedupe?.byId) return undefined; // whether an event has an id of its own is not told here
    if (signals.some((rule) => (!rule.type || rule.type === type) && mayMeet(rule, text))) return undefined;
    if (decode && maySee(nameOf(decode.encoding), text)) return undefined;
    let value: unknown;
    const parse = () => (value ??= parsed(text));
    const key = keys.map((pointer) => member(pointer, text, parse));
    const isWhole = !key.includes('');
    const joined = key.join('\0');
    if (key.includes(undefined) || (isWhole && known.has(joined))) return undefined;
    if (keys.length && isWhole) known.add(joined);
    if (resume?.counts) return `${++count}`;
    for (const pointer of id) {
      const cursor = member(pointer, text, parse, true);
      if (!cursor || cursor.length > maxCursor || /[\0\r\n]/.test(cursor)) {
        if (cursor === '') continue;
        return undefined;
      }
      if (!/^(?:0|[1-9]\d*)$/.test(cursor)) return cursor;
      return (highest = isLower(cursor, highest) ? highest : cursor);
    }
    return '';
  };
}

/** Compares whole numbers: feed.lower in the engine. */
const isLower = (a: string, b: string): boolean => (a.length === b.length ? a < b : a.length < b.length);

/** Far below what the engine takes, in bytes (feed.maxCursorBytes). */
const maxCursor = 1000;

function mayMeet({ at, is, range, and, then, quiet }: SignalData, text: string): boolean {
  if (then === 'last' && !quiet) return false; // which matters at the end
  if (and && !maySee(nameOf(and.at), text)) return false;
  if (at === undefined) return range !== undefined || is.length === 0 || is.includes(text);
  return maySee(nameOf(at), text) && (range !== undefined || is.length === 0 || is.some((word) => maySee(word, text)));
}

/** Reports whether a JSON text may hold a word in some string or number of its own. */
const maySee = (word: string, text: string): boolean =>
  text.includes('\\u') || !/^[\w.[\] -]*[a-z_][\w.[\] -]*$/i.test(word) || text.includes(word);

/** The name of the member that a JSON pointer leads to. */
const nameOf = (pointer: string): string => pointer.slice(pointer.lastIndexOf('/') + 1);

/** The value of a JSON text; undefined, which no JSON is, for any other. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A member's text, '' if there is none; undefined if it cannot be told as the engine does: JSON.parse keeps no number as it
 * was written.
 *
 * @param parse Parses the record, once for all of its members.
 * @param asWritten Without: an object or array may have another text, as long as equal ones have equal texts.
 */
function member(pointer: string, text: string, parse: () => unknown, asWritten = false): string | undefined {
  const name = nameOf(pointer);
  if (!maySee(name, text)) return '';
  let value = parse();
  if (value === undefined) return undefined;
  for (const token of pointer.split('/').slice(1)) {
    if (!isObject(value)) return '';
    const own =
      token === '-' && Array.isArray(value) ? `${value.length - 1}` : token.replaceAll('~1', '/').replaceAll('~0', '~');
    const has = Object.hasOwn(value, own) && !(Array.isArray(value) && /\D/.test(own)); // as its length
    value = has ? (value as Record<string, unknown>)[own] : undefined;
  }
  if (value === undefined || value === null) return '';
  if (value === '') return undefined; // a part of a key, and no cursor
  if (typeof value === 'string') return /[\ud800-\udfff]/.test(value) ? undefined : value;
  if (isObject(value)) return asWritten ? undefined : JSON.stringify(value);
  const isWritten =
    Number.isSafeInteger(value) && /^[a-z_]\w*$/i.test(name) && !Object.is(value, -0) && !text.includes('\\u');
  return isWritten && !new RegExp(`"${name}"\\s*:\\s*-?\\d+[.eE]`).test(text) ? `${value}` : undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
