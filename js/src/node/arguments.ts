import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { FeedSourceInit } from 'feedsource';
import { behindOutput } from './behind-output.js';
import { fileStore } from './file-store.js';

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

/** A command line that cannot be; its message says why. */
export class UsageError extends Error {}

const options = {
  preset: { type: 'string', short: 'p' },
  format: { type: 'string', short: 'f' },
  header: { type: 'string', short: 'H', multiple: true },
  'header-env': { type: 'string', multiple: true },
  method: { type: 'string', short: 'X' },
  body: { type: 'string', short: 'd' },
  id: { type: 'string', multiple: true },
  since: { type: 'string', short: 's' },
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
  const body = bodyOf(values.body);
  if (body !== undefined && isJSON(body) && !headers.has('Content-Type'))
    headers.set('Content-Type', 'application/json');
  const seconds = numberOf('timeout', values.timeout);
  const given = {
    preset: values.preset,
    format: values.format,
    headers: [...headers].length > 0 ? headers : undefined,
    method: values.method ?? (body === undefined ? undefined : 'POST'),
    body,
    id: values.id && (values.id.length > 1 ? values.id : values.id[0]),
    lastEventId: values.since,
    resume: values.store === undefined ? undefined : { persist: behindOutput(fileStore(values.store), process.stdout) },
    reconnect: values.once ? false : wholeOf('retries', values.retries),
    keepalive: seconds === undefined ? !/^wss?:/i.test(url) || undefined : { timeoutMs: 1000 * seconds },
  };
  const init = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Command['init'];
  const max = wholeOf('max', values.max) ?? Number.POSITIVE_INFINITY;
  return { url, init, raw: !!values.raw, max, quiet: !!values.quiet };
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (cause) {
    throw new UsageError((cause as Error).message);
  }
}

function headersOf(given: readonly string[], ofEnvironment: readonly string[]): Headers {
  const headers = new Headers();
  const add = (option: string, field: string, value: (text: string) => string) => {
    const [, name, text] = /^([^:\s]+):\s*(.*)$/s.exec(field) ?? [];
    if (name === undefined) throw new UsageError(`--${option} takes 'Name: value', and got '${field}'.`);
    try {
      headers.append(name, value(text!));
    } catch (cause) {
      if (cause instanceof UsageError) throw cause;
      throw new UsageError(`There can be no header ${name} like that (--${option}).`); // its value may be secret
    }
  };
  for (const field of given) add('header', field, (text) => text);
  for (const field of ofEnvironment) add('header-env', field, fromEnvironment);
  return headers;
}

function fromEnvironment(text: string): string {
  const name = /\$(?:(\w+)|\{(\w+)\})/g;
  if (!name.test(text)) {
    throw new UsageError(
      `--header-env takes a value with a variable's name in it, in single quotes: 'Name: Bearer $TOKEN'.`,
    );
  }
  return text.replace(name, (_, bare: string | undefined, braced: string) => {
    const value = process.env[bare ?? braced];
    if (value === undefined)
      throw new UsageError(`There is no variable ${bare ?? braced} in the environment (--header-env).`);
    return value;
  });
}

/** A body is given as it is, or by `@file`, or by `-` on the standard input. */
function bodyOf(given: string | undefined): string | undefined {
  if (given !== '-' && !given?.startsWith('@')) return given;
  try {
    return readFileSync(given === '-' ? 0 : given.slice(1), 'utf8');
  } catch (cause) {
    throw new UsageError(`The body cannot be read: ${(cause as Error).message}.`);
  }
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
