import { joined } from '../joined.js';
import { mustBe, mustBeOptions, mustKnow } from '../must.js';
import { timers, type Clock } from '../testing/clock.js';
import { random } from '../testing/random.js';
import type { RecordedHeaders, RecordingEvent } from './event.js';
import type { Recording } from './recording.js';

/** How a recording is played. All are optional. */
export interface ReplayOptions {
  /**
   * How many times as fast as it was: 1 is in time, `Infinity` without any waits. A number over 0.
   * @default `Infinity`
   */
  speed?: number | undefined;
  /**
   * Cuts bodies into other chunks, which must mean nothing to whoever reads them: a number is how many bytes each has, a whole
   * number from 1; `{ seed }` decides on sizes from 1 to 64, the same ones each time.
   * @default the chunks that were recorded
   */
  cut?: number | { readonly seed: number } | undefined;
  /**
   * What its waits go by, such as the `VirtualClock` of `feedsource/testing`.
   * @default timers
   */
  clock?: Clock | undefined;
}

/** Statuses whose responses have no body (Fetch, "null body status"). */
const bodiless = [101, 103, 204, 205, 304];

/**
 * A `fetch` that plays a recording: the n-th request gets what the n-th one got, whatever it asks for: a response with its status,
 * headers and body, or a failure, cut where it was cut. What the recording has no end of stays open until the page gives it up, and
 * so does a request that it knows nothing of.
 *
 * @throws {TypeError} there is no such option, or it has a value that it cannot have; the recording is none, or one of a WebSocket.
 * @example
 * const recording = await readRecording(file);
 * const feed = new FeedSource(recording.header.url, { ...recording.header.options, fetch: replay(recording, { speed: 1 }) });
 */
export function replay(recording: Recording, options: ReplayOptions = {}): typeof fetch {
  mustBe(
    'recording',
    recording ?? null,
    Array.isArray(recording?.events),
    'what feed.recording() or readRecording gives',
  );
  mustBeOptions('options', options, '{ speed: 1 }');
  mustKnow('', options, ['speed', 'cut', 'clock']);
  const { speed = Infinity, cut, clock = timers } = options;
  mustBe('speed', speed, typeof speed === 'number' && speed > 0, 'a number over 0');
  const seed = typeof cut === 'object' ? cut?.seed : undefined;
  mustBe('cut', cut, isSize(cut) || Number.isSafeInteger(seed), 'a number of bytes from 1, or { seed }');
  mustBe('clock', clock, typeof clock?.wait === 'function', 'what has wait(ms), such as a VirtualClock');
  if (isOfWebSocket(recording))
    throw new TypeError('A recording of a WebSocket cannot be played: it has what came, and nothing of what was sent.');
  const exchanges = exchangesOf(recording.events);
  let asked = 0;
  return async (_, init = {}) => {
    const exchange = exchanges[asked++] ?? nothing;
    const { signal } = init;
    signal?.throwIfAborted();
    const given = new Promise<never>((_, reject) =>
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    );
    given.catch(() => {}); // nobody may wait for it any more
    const began = exchange.sent;
    let at = began;
    const until = async (t: number) => {
      const ms = (t - at) / speed;
      at = Math.max(at, t);
      if (ms > 0) await Promise.race([clock.wait(ms, signal ?? undefined), given]);
      signal?.throwIfAborted();
    };
    const { failed, status } = exchange;
    if (failed) {
      await until(failed.t);
      throw thrown(failed.words);
    }
    if (status === undefined) return given;
    await until(exchange.answered);
    const sizes = cut === undefined ? undefined : typeof cut === 'number' ? () => cut : sizesOf(seed! + asked);
    const steps = sizes ? recut(exchange.steps, sizes) : exchange.steps;
    const body = bodiless.includes(status) ? null : bodyOf(steps, until, given);
    const response = new Response(body, { status, headers: exchange.headers as [string, string][] });
    return Object.defineProperty(response, 'url', { value: exchange.url }); // one that is made has none
  };
}

/** Reports whether it was one, though it may never have been open: its option, its scheme or its status says so. */
function isOfWebSocket({ header, events }: Recording): boolean {
  const { transport } = Object(header?.options) as { transport?: unknown };
  const isSocket = (url: unknown) => /^wss?:/i.test(`${url}`);
  const isOne = (event: RecordingEvent) =>
    event.kind === 'request' ? isSocket(event.url) : event.kind === 'response' && event.status === 101;
  return transport === 'websocket' || isSocket(header?.url) || events.some(isOne);
}

const isSize = (cut: unknown): boolean => Number.isInteger(cut) && (cut as number) > 0;

const sizesOf = (seed: number): (() => number) => {
  const next = random(seed);
  return () => 1 + Math.floor(next() * 64);
};

/** What comes in a body: bytes, or its end. */
type Step = { readonly t: number; readonly bytes: Uint8Array } | { readonly t: number; readonly cut: string };

/** A request, as far as it is known what it got. */
interface Exchange {
  readonly sent: number;
  answered: number;
  /** Undefined: no response. */
  status: number | undefined;
  url: string;
  headers: RecordedHeaders;
  readonly steps: Step[];
  failed: { readonly t: number; readonly words: string } | undefined;
}

const nothing: Exchange = {
  sent: 0,
  answered: 0,
  status: undefined,
  url: '',
  headers: [],
  steps: [],
  failed: undefined,
};

function exchangesOf(events: readonly RecordingEvent[]): Exchange[] {
  const all = new Map<number, Exchange>();
  for (const event of events) {
    const { t, kind } = event;
    if (kind === 'request') all.set(event.request, { ...nothing, sent: t, steps: [] });
    if (!('request' in event)) continue;
    const exchange = all.get(event.request);
    if (!exchange) continue; // it was dropped, and its head with it
    if (kind === 'response') {
      const { status, url, headers } = event;
      Object.assign(exchange, { answered: t, status, url, headers });
    } else if (kind === 'chunk') exchange.steps.push({ t, bytes: event.bytes });
    else if (kind === 'end') exchange.steps.push({ t, cut: event.cut });
    else if (kind === 'unanswered') exchange.failed = { t, words: event.why };
  }
  return [...all.values()];
}

/** The same bytes in chunks of other sizes; each comes when its last byte did. */
function* recut(steps: readonly Step[], size: () => number): Generator<Step> {
  let left: Uint8Array[] = [];
  let wanted = size();
  for (const step of steps) {
    if (!('bytes' in step)) {
      if (left.length > 0) yield { t: step.t, bytes: joined(left) };
      left = [];
      yield step;
      continue;
    }
    let { bytes } = step;
    while (bytes.length >= wanted) {
      yield { t: step.t, bytes: joined([...left, bytes.subarray(0, wanted)]) };
      bytes = bytes.subarray(wanted);
      left = [];
      wanted = size();
    }
    if (bytes.length > 0) left.push(bytes);
    wanted -= bytes.length;
  }
  if (left.length > 0) yield { t: steps.at(-1)!.t, bytes: joined(left) };
}

function bodyOf(
  steps: Iterable<Step>,
  until: (t: number) => Promise<void>,
  given: Promise<never>,
): ReadableStream<Uint8Array> {
  const rest = steps[Symbol.iterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const { value: step, done } = rest.next() as IteratorResult<Step, undefined>;
        if (done) return given; // it goes on, and nobody knows how
        await until(step.t);
        if ('bytes' in step) return controller.enqueue(step.bytes.slice()); // which a page may transfer
        if (step.cut) throw thrown(step.cut);
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** What was thrown, made of its words: others go by its class, its name and its message. */
function thrown(said: string): Error {
  const [, name = 'Error', message = said] = /^(\w+): (.*)$/s.exec(said) ?? [];
  return name === 'TypeError' ? new TypeError(message) : Object.assign(new Error(message), { name });
}
