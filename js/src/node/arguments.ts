import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { FeedSourceInit } from 'feedsource';
import { nearest } from '../nearest.js';
import { placeOf } from '../page/place.js';
import { fileStore } from './file-store.js';
import { bodyOf, headersOf, mustBeAskable } from './request.js';
import { ToldStore } from './told-store.js';
import { UsageError } from './usage.js';

/** What a command line asks for. */
export interface Command {
  readonly url: string;
  readonly init: FeedSourceInit<unknown, string | Uint8Array<ArrayBuffer>>;
  /** Keeps the cursor in a file. */
  readonly store: ToldStore | undefined;
  /** The records themselves are printed, and not objects around them. */
  readonly raw: boolean;
  /** After how many records it ends. */
  readonly max: number;
  /** Nothing but errors is told. */
  readonly quiet: boolean;
}

const options = {
  preset: { type: 'string', short: 'p' },
  format: { type: 'string', short: 'f' },
  header: { type: 'string', short: 'H', multiple: true },
  'header-env': { type: 'string', multiple: true },
  method: { type: 'string', short: 'X' },
  body: { type: 'string', short: 'd' },
  id: { type: 'string', multiple: true },
  since: { type: 'string', short: 's' },
  'resume-query': { type: 'string' },
  store: { type: 'string' },
  key: { type: 'string' },
  max: { type: 'string', short: 'n' },
  once: { type: 'boolean' },
  retries: { type: 'string' },
  timeout: { type: 'string', short: 't' },
  raw: { type: 'boolean', short: 'r' },
  quiet: { type: 'boolean', short: 'q' },
  version: { type: 'boolean', short: 'V' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What other programs call an option. */
const elsewhere: Readonly<Record<string, string>> = {
  cursor: 'since',
  data: 'body',
  limit: 'max',
  'max-time': 'timeout',
  request: 'method',
  retry: 'retries',
};

/**
 * Reads a command line.
 *
 * @throws {UsageError} it asks for what cannot be.
 */
export function commandOf(args: string[]): Command | 'help' | 'version' {
  const { values, positionals } = parsed(args);
  if (values.help) return 'help';
  if (values.version) return 'version';
  const [url, extra] = positionals;
  if (url === undefined) throw new UsageError('There is no URL.');
  if (extra !== undefined) throw new UsageError(`There is one URL too many: ${extra}`);
  if (values.once && values.retries !== undefined) throw new UsageError('--once and --retries are one or the other.');
  const headers = headersOf(values.header ?? [], values['header-env'] ?? []);
  const method = values.method ?? (values.body === undefined ? undefined : 'POST');
  mustBeAskable(url, method, values.body !== undefined);
  const body = bodyOf(values.body);
  if (body !== undefined && isJSON(body) && !headers.has('Content-Type'))
    headers.set('Content-Type', 'application/json');
  const seconds = numberOf('timeout', values.timeout);
  const store = values.store === undefined ? undefined : new ToldStore(fileStore(values.store));
  const given = {
    preset: values.preset,
    format: values.format,
    headers: [...headers].length > 0 ? headers : undefined,
    method,
    body,
    id: values.id && (values.id.length > 1 ? values.id : values.id[0]),
    lastEventId: values.since,
    resume: resumeOf(url, store, values.key, values['resume-query']),
    reconnect: values.once ? false : wholeOf('retries', values.retries),
    keepalive: seconds === undefined ? !/^wss?:/i.test(url) || undefined : { timeoutMs: Math.ceil(1000 * seconds) },
  };
  const init = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Command['init'];
  const max = wholeOf('max', values.max) ?? Number.POSITIVE_INFINITY;
  return { url, init, store, raw: !!values.raw, max, quiet: !!values.quiet };
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (cause) {
    const { message } = cause as Error;
    const [, given, lack] = /^Option '(?:-\w, )?(--?[\w-]+).*' argument (missing|is ambiguous)/.exec(message) ?? [];
    if (given) throw new UsageError(lack === 'missing' ? `${given} takes a value.` : dashed(given, args));
    const [, dashes, unknown = ''] = /^Unknown option '(--?)([^'=]*)/.exec(message) ?? [];
    if (!dashes) throw new UsageError(message);
    const meant = elsewhere[unknown] ?? nearest(unknown, Object.keys(options));
    throw new UsageError(`Unknown option '${dashes}${unknown}'.${meant ? ` Did you mean --${meant}?` : ''}`);
  }
}

/** What is said of a value that may as well be an option. */
function dashed(given: string, args: string[]): string {
  const value = args[args.indexOf(given) + 1];
  const whole = given.startsWith('--') ? `${given}=${value}` : `${given}${value}`;
  return `What follows ${given} is '${value}', which looks like an option; if it is the value, say ${whole}.`;
}

/** How the cursor goes back, and where it is kept. */
function resumeOf(
  url: string,
  store: ToldStore | undefined,
  key: string | undefined,
  query: string | undefined,
): Command['init']['resume'] {
  if (key === '') throw new UsageError("--key takes a name, and got ''.");
  if (key !== undefined && store === undefined) throw new UsageError('--key is for a cursor that --store keeps.');
  if (query === '') throw new UsageError("--resume-query takes the name of a parameter, and got ''.");
  if (store === undefined) return query ? { query } : undefined;
  return { persist: store, key: key ?? keyOf(new URL(url)), ...(query && { query }) };
}

/** Tells feeds apart that differ in the query alone, which may be secret: it is there as a digest. */
function keyOf(url: URL): string {
  const place = placeOf(url);
  return url.search ? `${place}?${createHash('sha256').update(url.search).digest('hex').slice(0, 16)}` : place;
}

function isJSON(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function numberOf(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const number = Number(given);
  if (!(number > 0 && number < 1e6)) throw new UsageError(`--${option} takes a number above 0, and got '${given}'.`);
  return number;
}

function wholeOf(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^[1-9]\d{0,14}$/.test(given))
    throw new UsageError(`--${option} takes a whole number from 1, and got '${given}'.`);
  return Number(given);
}
