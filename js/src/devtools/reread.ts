import type { FeedSourceInit } from '../page/options.js';
import type { RecordingEvent } from '../recorder/event.js';
import type { Body } from './bodies.js';
import { engine, feedSource, unseen } from './package.js';

/** The options that decide how a body is cut into records; all others are about requests, or about what becomes of records. */
const framing = ['format', 'payload', 'decode', 'maxRecordBytes', 'id', 'signals'] as const;

/** A reader gathers chunks that come within four microtasks: the next one has to come later, to be framed alone. */
const apart = 16;

/** How many bytes are read before the page may do something else. */
const turn = 512;

/**
 * Has the engine read a body once more, and notes what comes of which byte. So borders are exact in every format, and nobody
 * but the engine has to know formats.
 *
 * @param options As a recording's header has them.
 * @param since From which byte on they come one by one; those ahead of it come at once.
 * @returns what a recording has of that: `chunk` events, each followed by what came of it.
 */
export async function reread(body: Body, options: object, since: number): Promise<readonly RecordingEvent[]> {
  const FeedSource = await feedSource();
  await engine(FeedSource);
  const { status, headers } = body;
  const given = options as FeedSourceInit;
  const own = Object.fromEntries(framing.flatMap((name) => (name in given ? [[name, given[name]]] : [])));
  let done = (): void => {};
  const isRead = new Promise<void>((resolve) => (done = resolve));
  const answer = new Response(trickle(body, since, done), { status, headers: headers as [string, string][] });
  const feed = unseen(
    () =>
      new FeedSource('https://recording.invalid/', {
        ...own,
        worker: false,
        share: false,
        record: { bytes: 1 << 30 },
        fetch: async () => answer,
      }),
  );
  feed.addEventListener('*', () => {});
  feed.addEventListener('error', done);
  await isRead;
  await pause();
  const { events } = feed.recording();
  feed.close();
  return events.filter((event) => event.kind !== 'chunk' || event.request === 1);
}

/** The bytes of a body: at once up to a place, and one by one from there. */
function trickle({ bytes, headers, isEnded }: Body, since: number, done: () => void): ReadableStream<Uint8Array> {
  const isSlow = headers.some(([name, value]) => /^content-type$/i.test(name) && /connect|grpc/.test(value)); // which inflate on their way
  let at = 0;
  return new ReadableStream(
    {
      async pull(controller) {
        for (let i = 0; i < apart; i++) await undefined;
        if (isSlow || at % turn === 0) await pause();
        if (at >= bytes.length) {
          if (isEnded) return controller.close();
          done();
          return new Promise(() => {}); // it goes on, and nobody knows how
        }
        const to = Math.max(at + 1, since);
        controller.enqueue(bytes.slice(at, to));
        at = to;
      },
    },
    { highWaterMark: 0 },
  );
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
