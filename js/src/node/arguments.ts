import process from 'node:process';
import { parseArgs } from 'node:util';
import type { FeedSourceInit } from 'feedsource';
import { nearest } from '../nearest.js';
import { behindOutput } from './behind-output.js';
import { fileStore } from './file-store.js';
import { bodyOf, headersOf, mustBeAskable } from './request.js';
import { UsageError } from './usage.js';

/** What a command line asks for. */
export interface Command {
  readonly url: string;
  readonly init: FeedSourceInit<unknown, string | Uint8Array<ArrayBuffer>>;
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
  const given = {
    preset: values.preset,
    format: values.format,
    headers: [...headers].length > 0 ? headers : undefined,
    method,
    body,
    id: values.id && (values.id.length > 1 ? values.id : values.id[0]),
    lastEventId: values.since,
    resume: resumeOf(values.store, values['resume-query']),
    reconnect: values.once ? false : wholeOf('retries', values.retries),
    keepalive: seconds === undefined ? !/^wss?:/i.test(url) || undefined : { timeoutMs: Math.ceil(1000 * seconds) },
  };
  const init = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Command['init'];
  const max = wholeOf('max', values.max) ?? Number.POSITIVE_INFINITY;
  return { url, init, raw: !!values.raw, max, quiet: !!values.quiet };
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (cause) {
    const { message } = cause as Error;
    const [, dashes, unknown = ''] = /^Unknown option '(--?)([^'=]*)/.exec(message) ?? [];
    if (!dashes) throw new UsageError(message);
    const meant = elsewhere[unknown] ?? nearest(unknown, Object.keys(options));
    throw new UsageError(`Unknown option '${dashes}${unknown}'.${meant ? ` Did you mean --${meant}?` : ''}`);
  }
}

/** How the cursor goes back, and where it is kept. */
function resumeOf(file: string | undefined, query: string | undefined): Command['init']['resume'] {
  if (query === '') throw new UsageError("--resume-query takes the name of a parameter, and got ''.");
  const persist = file === undefined ? undefined : behindOutput(fileStore(file), process.stdout);
  return persist || query ? { ...(persist && { persist }), ...(query && { query }) } : undefined;
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
