import type { RecordingEvent } from '../recorder/event.js';
import { isBecame, type Became, type Body } from './bodies.js';
import { reread } from './reread.js';

/** What bytes became; `dropped` is a record that did not come to the page, since it had come before. */
export type FrameKind = Became['kind'] | 'dropped' | 'message' | 'open' | 'refused';

/** A piece of a body between two borders. */
export interface Frame {
  /** The place of its first byte in what is there of the body, and of the one behind its last. */
  readonly from: number;
  readonly to: number;
  readonly kind: FrameKind;
  /** What it became. */
  readonly event?: Became | undefined;
}

/**
 * Where the frames of a body lie, from a place on.
 *
 * @param options As the recording's header has them.
 */
export async function framesOf(body: Body, options: object, since: number): Promise<Frame[]> {
  if (body.status === 101) return messages(body);
  const events = await reread(body, options, since);
  if (!events.some(({ kind }) => kind === 'open')) return [{ from: 0, to: body.bytes.length, kind: 'refused' }];
  // Where the first one begins is not known, unless that is where the body does.
  return matched(cut(events, body.bytes), body).filter(({ from }) => from > since || since === 0);
}

/** Of a WebSocket each message has come as a piece of its own. */
function messages({ chunks, became }: Body): Frame[] {
  let at = 0;
  const isEach = chunks.length === became.length;
  return chunks.map((length, i) => {
    const from = at;
    at += length;
    const event = isEach ? became[i] : undefined;
    return { from, to: at, kind: event?.kind ?? 'message', event };
  });
}

/** Frames end with the byte that something came of. */
export function cut(events: readonly RecordingEvent[], bytes: Uint8Array): Frame[] {
  const frames: Frame[] = [];
  let from = 0;
  let at = 0;
  for (const event of events) {
    if (event.kind === 'chunk') at += event.bytes.length;
    if (!isBecame(event)) continue;
    const isSplit = bytes[at - 1] === 0x0d && bytes[at] === 0x0a; // a CR ends a line at once, and the LF belongs to it
    const to = isSplit ? at + 1 : at;
    frames.push({ from, to, kind: event.kind, event });
    from = to;
  }
  if (from < bytes.length) frames.push({ from, to: bytes.length, kind: 'open' });
  return frames;
}

/** Tells apart what came to the page and what the feed dropped, since it had come before. */
export function matched(frames: readonly Frame[], { became, isWhole }: Body): Frame[] {
  if (!isWhole) return [...frames];
  const came = became.filter(({ kind }) => kind === 'record');
  let next = 0;
  return frames.map((frame) => {
    if (frame.kind !== 'record') return frame;
    const event = came[next];
    if (!event || !isSame(frame.event!, event)) return { ...frame, kind: 'dropped' };
    next++;
    return { ...frame, event };
  });
}

function isSame(one: Became, other: Became): boolean {
  if (one.kind !== 'record' || other.kind !== 'record' || one.type !== other.type) return false;
  const [a, b] = [one.data, other.data];
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
