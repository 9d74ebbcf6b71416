import {
  isField,
  isPointer,
  mustBe,
  mustBeFunction,
  mustBeMember,
  mustBeOneOf,
  mustBePointer,
  mustBeWhole,
} from '../must.js';
import { nearest } from '../nearest.js';
import type { InitOptions } from './init-options.js';
import { checkFixed } from './fixed-format.js';
import { headerPairs, isToken } from './headers.js';
import {
  formats,
  storeNames,
  signalWords,
  type Backfill,
  type Dedupe,
  type Encoded,
  type FeedSourceInit,
  type Gap,
  type HeaderList,
  type Keepalive,
  type Lag,
  type ReconnectOptions,
  type RecordOptions,
  type Resume,
  type Signal,
} from './options.js';

/** Throws a TypeError that says what a value can be, if it cannot be this one. */
type Check = (name: string, value: unknown) => void;

const any: Check = () => {};
const text: Check = (name, value) => mustBe(name, value, typeof value === 'string', 'a string');
const word: Check = (name, value) =>
  mustBe(name, value, typeof value === 'string' && value !== '', 'a string that is not empty');
const flag: Check = (name, value) => mustBe(name, value, typeof value === 'boolean', 'true or false');
const header: Check = (name, value) => mustBe(name, value, isToken(value), 'the name of a header');
const members: Check = (name, value) => mustBeMember(name, value, true);
const oneOf =
  (...words: string[]): Check =>
  (name, value) =>
    mustBeOneOf(name, value, words);
/** An object whose members are listed under its name, or what else `fits`, in words. */
const object =
  (words = 'false', fits = (value: unknown): boolean => value === false): Check =>
  (name, value) =>
    mustBe(name, value, isPlainObject(value) || fits(value), `${words}, or { ${membersOf(name).join(', ')} }`);

/** The options of fetch that a request is made with as they are. */
const fetchOptions = {
  method: word,
  mode: oneOf('cors', 'same-origin', 'no-cors'),
  credentials: oneOf('same-origin', 'include', 'omit'),
  cache: oneOf('default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'),
  redirect: oneOf('follow', 'error', 'manual'),
  referrer: text,
  referrerPolicy: oneOf(
    'strict-origin-when-cross-origin',
    'no-referrer',
    'no-referrer-when-downgrade',
    'same-origin',
    'origin',
    'strict-origin',
    'origin-when-cross-origin',
    'unsafe-url',
    '',
  ),
  integrity: text,
  priority: oneOf('auto', 'high', 'low'),
  duplex: oneOf('half'),
  window: ((name, value) => mustBe(name, value, value === null, 'null')) as Check,
  targetAddressSpace: any,
} as const;

type Names<Option extends string, Members> = `${Option}.${keyof Members & string}`;

type OptionName =
  | Exclude<keyof FeedSourceInit, keyof typeof fetchOptions>
  | Names<'resume', Resume>
  | Names<'gap', Gap>
  | Names<'backfill', Backfill>
  | Names<'decode', Encoded & { base64: string }>
  | Names<'lag', Lag>
  | Names<'signals', Signal>
  | Names<'dedupe', Dedupe>
  | Names<'keepalive', Keepalive>
  | Names<'reconnect', ReconnectOptions>
  | Names<'share', { name: string; replay: number }>
  | Names<'record', RecordOptions>;

/** All options that there are besides, and what each can be: the compiler wants a line for each. */
const ownOptions: Readonly<Record<OptionName, Check>> = {
  headers,
  body: (name, value) =>
    mustBe(name, value, isBody(value), 'text, bytes, a form, a Blob or a stream; JSON by JSON.stringify'),
  withCredentials: flag,
  preset: any, // withPreset knows them
  format,
  payload: oneOf('json'),
  binaryType: oneOf('bytes', 'arraybuffer', 'blob'),
  transport: oneOf('http', 'websocket'),
  protocols: (name, value) =>
    mustBe(name, value, isProtocols(value), 'the name of a subprotocol, or several, each once'),
  greet: words,
  subscribe: words,
  lastEventId: (name, value) => mustBe(name, value, typeof value === 'string' && !/[\0\r\n]/.test(value), 'one line'),
  id: members,
  resume: object("false, 'page'", (value) => value === false || value === 'page'),
  'resume.header': (name, value) =>
    mustBe(name, value, value === false || isToken(value), 'the name of a header, or false'),
  'resume.query': word,
  'resume.body': (name, value) =>
    mustBe(name, value, isFilled(value) && isPointer(value), 'a JSON pointer like /since'),
  'resume.url': (name, value) =>
    mustBe(name, value, isFilled(value) || typeof value === 'function', 'a URL, or a function that gives one'),
  'resume.method': word,
  'resume.from': (name, value) => mustBe(name, value, isSource(value), '{ header } or { record }'),
  'resume.as': (name, value) =>
    mustBe(
      name,
      value,
      isTemplate(value) || typeof value === 'function',
      'a text with {id} or {id+1}, or a function of a cursor',
    ),
  'resume.cursor': oneOf('id', 'count'),
  'resume.replay': oneOf('skip'),
  'resume.persist': store,
  'resume.key': word,
  gap: object(),
  'gap.windowMs': mustBeWhole,
  'gap.header': header,
  'gap.stop': flag,
  backfill: object('false, a function', (value) => value === false || typeof value === 'function'),
  'backfill.url': word,
  'backfill.after': word,
  'backfill.before': word,
  'backfill.size': mustBeWhole,
  'backfill.overlap': mustBeWhole,
  decode: object(),
  'decode.data': mustBePointer,
  'decode.encoding': mustBePointer,
  'decode.base64': mustBePointer,
  lag: object(),
  'lag.time': mustBeMember,
  'lag.warnMs': mustBeWhole,
  signals: (name, value) => mustBe(name, value, Array.isArray(value), 'an array of rules'),
  'signals.type': word,
  'signals.at': mustBeMember,
  'signals.is': (name, value) =>
    mustBe(name, value, isValue(value), 'a string, a number, true, false, or several of these'),
  'signals.range': (name, value) => mustBe(name, value, isRange(value), 'two numbers, the lower one first'),
  'signals.and': (name, value) => mustBe(name, value, isCondition(value), '{ at, is }'),
  'signals.close': (name, value) =>
    mustBe(
      name,
      value,
      isCode(value) || (isRange(value) && (value as unknown[]).every(isCode)),
      'a close code (1000 to 4999), or two, the lower one first',
    ),
  'signals.reply': words,
  'signals.then': oneOf(...signalWords),
  'signals.deliver': flag,
  'signals.says': word,
  dedupe: object("false, 'id', a JSON pointer, several of them"),
  'dedupe.key': (name, value) => value === 'id' || mustBeMember(name, value, true, keyWords(value)),
  'dedupe.window': mustBeWhole,
  keepalive: object('true, false'),
  'keepalive.timeoutMs': mustBeWhole,
  'keepalive.connectMs': mustBeWhole,
  'keepalive.ping': words,
  'keepalive.pong': (name, value) =>
    mustBe(name, value, isFilled(value) || isPlainObject(value), 'a text, or { type, at, is }'),
  reconnect: object('true, false, a number of attempts'),
  'reconnect.maxAttempts': mustBeWhole,
  'reconnect.maxElapsedMs': mustBeWhole,
  'reconnect.anyMethod': flag,
  'reconnect.delay': mustBeFunction,
  hold: flag,
  maxRecordBytes: mustBeWhole,
  parse: mustBeFunction,
  schema: (name, value) =>
    mustBe(name, value, typeof validateOf(value) === 'function', 'a validator that follows Standard Schema'),
  fetch: mustBeFunction,
  signal: (name, value) => mustBe(name, value, isSignal(value), 'an AbortSignal'),
  worker: flag,
  share: object(
    'true, false, a name',
    (value) => typeof value === 'boolean' || (typeof value === 'string' && value !== ''),
  ),
  'share.name': word,
  'share.replay': (name, value) => {
    const fits = Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 10_000;
    mustBe(name, value, fits, 'a whole number from 1 to 10000');
  },
  record: object('true, false'),
  'record.bytes': mustBeWhole,
  'record.seconds': mustBeWhole,
  'record.redact': mustBeFunction,
};

/** All options by name; those of an object stand behind its own. */
export const options: Readonly<Record<string, Check>> = { ...ownOptions, ...fetchOptions };

/** Reports whether a request is made with an option of this name as it is. */
export const isFetchOption = (name: string): boolean => Object.hasOwn(fetchOptions, name);

/** The names of the members of an option, or of all options. */
export const membersOf = (option: string): string[] =>
  option
    ? Object.keys(options).flatMap((name) => (name.startsWith(`${option}.`) ? [name.slice(option.length + 1)] : []))
    : Object.keys(options).filter((name) => !name.includes('.'));

/** What `init` takes. */
export const initOptions: Readonly<Record<keyof InitOptions, Check>> = {
  wasm: (name, value) =>
    mustBe(
      name,
      value,
      typeof value === 'string' || isPlainObject(value),
      'a URL, a Response, bytes or a compiled module',
    ),
  worker: flag,
  share: ownOptions.share,
  interim: flag,
  warmUp: flag,
};

/** Reports whether a value is an object whose members count, which those of an array do not. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function words(name: string, value: unknown): void {
  const isMessage = (one: unknown) => typeof one === 'string' || (typeof one === 'object' && one !== null);
  const fits = typeof value === 'function' || [value].flat().every(isMessage);
  mustBe(name, value, fits, 'a text, bytes, an object, several of these, or a function');
}

function isProtocols(value: unknown): boolean {
  const names = [value].flat();
  return names.every(isToken) && new Set(names).size === names.length;
}

function format(name: string, value: unknown): void {
  if (isPlainObject(value)) checkFixed(name, value);
  else mustBeOneOf(name, value, formats, value === 'jsonl' ? 'ndjson' : undefined);
}

function store(name: string, value: unknown): void {
  const here = storeNames.filter((store) => store in globalThis);
  const meant = typeof value === 'string' ? nearest(value, here) : undefined;
  mustBe(
    name,
    value,
    here.includes(value as never) || isStore(value),
    [...here, `${here.length > 0 ? 'or ' : ''}an object with get and set`].join(', '),
    meant,
  );
}

/** What to remember of a first answer. */
const isSource = (value: unknown): boolean =>
  isPlainObject(value) &&
  Object.keys(value).length === 1 &&
  (isToken(value['header']) || (isFilled(value['record']) && isPointer(value['record'])));

const keyWords = (value: unknown): string =>
  Array.isArray(value) && value.length > 0
    ? 'a JSON pointer like /id, or { header }, where there are several'
    : "'id', a JSON pointer like /id, or { header }";

const isTemplate = (value: unknown): boolean => typeof value === 'string' && /\{id(\+1)?\}/.test(value);

const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The function of a Standard Schema validator, which may be an object or a function. */
const validateOf = (value: unknown): unknown =>
  (value as { '~standard'?: { validate?: unknown } } | null | undefined)?.['~standard']?.validate;

const isStore = (value: unknown): boolean =>
  isPlainObject(value) &&
  ['get', 'getItem'].some((member) => typeof value[member] === 'function') &&
  ['set', 'setItem'].some((member) => typeof value[member] === 'function');

function headers(name: string, value: unknown): void {
  const isFunction = typeof value === 'function';
  mustBe(name, value, isFunction || (typeof value === 'object' && !!value), 'an object, Headers, pairs, or a function');
  if (!isFunction) headerPairs(value as HeaderList);
}

/** An object that is nothing else would be sent as "[object Object]". */
const isBody = (value: unknown): boolean =>
  typeof value === 'string' ||
  value === null ||
  (isPlainObject(value) && ![Object.prototype, null].includes(Object.getPrototypeOf(value) as null));

const isSignal = (value: unknown): boolean =>
  value === null || (isPlainObject(value) && 'aborted' in value && typeof value['addEventListener'] === 'function');

const isValue = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length > 0 && value.every((one) => !Array.isArray(one) && isValue(one))
    : ['string', 'number', 'boolean'].includes(typeof value);

const isCondition = (value: unknown): boolean =>
  isPlainObject(value) &&
  (isField(value['at']) || (typeof value['at'] === 'string' && isPointer(value['at']))) &&
  (value['is'] === undefined || isValue(value['is'])) &&
  Object.keys(value).every((name) => name === 'at' || name === 'is');

const isCode = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 1000 && (value as number) < 5000;

const isRange = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((bound) => typeof bound === 'number') &&
  value[0]! <= value[1]!;
