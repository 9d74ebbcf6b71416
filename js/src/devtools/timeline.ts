import type { RecordingEvent } from '../recorder/event.js';
import { inShares } from './shares.js';

/** What a line does. It is silent while it is open and brings nothing. */
export type LineState = 'connecting' | 'open' | 'silent' | 'waiting' | 'stalled' | 'paused' | 'closed';

/** A time in which a line stayed in one state, in milliseconds since 1970. */
export interface Stay {
  readonly state: LineState;
  readonly from: number;
  readonly to: number;
}

/** How long nothing has to come for that to be seen, in milliseconds: most servers send a keep-alive every 15 or 30 s. */
export const silenceMs = 5000;

/** How much is kept, in milliseconds. */
const keptMs = 600_000;

/** The states that a line goes through. */
export class Timeline {
  readonly #changes: { state: LineState; from: number }[] = [];
  #byteAt = 0;
  /** The page has paused it. */
  isPaused = false;

  /** @param t In milliseconds since 1970. */
  note(event: RecordingEvent, t: number): void {
    if (event.kind === 'chunk' || event.kind === 'open') this.bytes(t);
    if (event.kind === 'call' && event.call === 'pause') this.isPaused = true;
    if (event.kind === 'call' && event.call === 'resume') this.isPaused = false;
    const state = stateAfter(event, this.state, this.isPaused);
    if (state) this.#change(state, t);
  }

  /** Bytes came. */
  bytes(t: number): void {
    if (this.state === 'open' && this.#byteAt && t - this.#byteAt > silenceMs) {
      this.#change('silent', this.#byteAt);
      this.#change('open', t);
    }
    this.#byteAt = t;
  }

  /** What it does as of the last change. */
  get state(): LineState {
    return this.#changes.at(-1)?.state ?? 'connecting';
  }

  /** The states between two times, oldest first. */
  stays(since: number, now: number): Stay[] {
    const changes = [...this.#changes];
    if (this.state === 'open' && now - this.#byteAt > silenceMs) changes.push({ state: 'silent', from: this.#byteAt });
    return changes.flatMap(({ state, from }, i) => {
      const to = changes[i + 1]?.from ?? now;
      return to > since && from < now ? [{ state, from: Math.max(from, since), to }] : [];
    });
  }

  #change(state: LineState, t: number): void {
    const last = this.#changes.at(-1);
    if (last?.state === state) return;
    this.#changes.push({ state, from: Math.max(t, last?.from ?? 0) });
    while (this.#changes[1] && this.#changes[1].from < t - keptMs) this.#changes.shift();
  }
}

/** The state that an event leads to; undefined if it changes none. */
function stateAfter(event: RecordingEvent, before: LineState, isPaused: boolean): LineState | undefined {
  if (before === 'closed') return undefined;
  switch (event.kind) {
    case 'request': // of a line that is there it is one for what was missed
      return /open|silent|paused/.test(before) ? undefined : 'connecting';
    case 'open':
      return isPaused ? 'paused' : 'open';
    case 'error':
      if (event.final) return 'closed';
      return event.type === 'stall' ? 'stalled' : 'waiting';
    case 'call':
      if (event.call === 'close') return 'closed';
      if (event.call === 'reconnect') return 'connecting';
      if (event.call === 'pause' && /open|silent/.test(before)) return 'paused';
      return event.call === 'resume' && before === 'paused' ? 'open' : undefined;
    default:
      return undefined;
  }
}

/** How long each state has lasted, in words: {@link inShares}. */
export function shares(stays: readonly Stay[]): string {
  const times = new Map<LineState, number>();
  for (const { state, from, to } of stays) times.set(state, (times.get(state) ?? 0) + to - from);
  return inShares(times);
}
