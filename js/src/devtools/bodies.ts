import { joined } from '../joined.js';
import type {
  RecordedHeaders,
  RecordedKeepAlive,
  RecordedMalformed,
  RecordedRecord,
  RecordingEvent,
} from '../recorder/event.js';
import type { Recording } from '../recorder/recording.js';

/** What bytes of a body became. */
export type Became = RecordedRecord | RecordedKeepAlive | RecordedMalformed;

/** A body as it was recorded. */
export interface Body {
  readonly request: number;
  readonly url: string;
  readonly status: number;
  readonly headers: RecordedHeaders;
  readonly bytes: Uint8Array;
  /** How many bytes came together, in order. */
  readonly chunks: readonly number[];
  /** What it became, in order. */
  readonly became: readonly Became[];
  /** The server ended it. */
  readonly isEnded: boolean;
  /** Its first bytes are here. */
  readonly isWhole: boolean;
}

/** The bodies of a recording that has bytes of them, oldest first. */
export function bodiesOf({ header, events }: Recording): Body[] {
  const bodies = new Map<number, Collected>();
  let current: Collected | undefined; // what comes to the page came of the bytes ahead of it
  for (const event of events) {
    if (event.kind === 'response') bodies.set(event.request, { ...event, pieces: [], became: [], isEnded: false });
    else if (event.kind === 'chunk') {
      current = bodies.get(event.request);
      current?.pieces.push(event.bytes);
    } else if (event.kind === 'end' && !event.cut) {
      const ended = bodies.get(event.request);
      if (ended) ended.isEnded = true;
    } else if (isBecame(event)) current?.became.push(event);
  }
  return [...bodies.values()]
    .filter(({ pieces }) => pieces.length > 0)
    .map(({ request, url, status, headers, pieces, became, isEnded }, i) => ({
      request,
      url,
      status,
      headers,
      bytes: joined(pieces),
      chunks: pieces.map(({ length }) => length),
      became,
      isEnded,
      isWhole: i > 0 || header.dropped === 0,
    }));
}

interface Collected {
  readonly request: number;
  readonly url: string;
  readonly status: number;
  readonly headers: RecordedHeaders;
  readonly pieces: Uint8Array[];
  readonly became: Became[];
  isEnded: boolean;
}

export const isBecame = (event: RecordingEvent): event is Became =>
  event.kind === 'record' || event.kind === 'keepalive' || event.kind === 'malformed';
