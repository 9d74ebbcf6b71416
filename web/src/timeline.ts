import { inShares } from '../../js/src/devtools/shares.js';

export type LineState = 'connecting' | 'open' | 'waiting' | 'stalled' | 'closed';

/** How far plots and timelines look back, in milliseconds. */
export const span = 120_000;

/** A time in which a line stayed in one state. */
export interface Stay {
  state: LineState;
  from: number;
  to: number;
}

/** The states that a line has gone through in the last two minutes. */
export class Timeline {
  #stays: Stay[] = [];

  /** Notes the state at a time. What has passed since the last note counts for the state that was noted then. */
  note(state: LineState, now: number): void {
    const last = this.#stays.at(-1);
    if (last) last.to = now;
    if (last?.state !== state) this.#stays.push({ state, from: now, to: now });
    while (this.#stays[0]!.to < now - span) this.#stays.shift();
  }

  /** Oldest first. */
  get stays(): readonly Stay[] {
    return this.#stays;
  }

  /** How long each state has lasted: {@link inShares}. */
  inWords(now: number): string {
    const times = new Map<LineState, number>();
    for (const { state, from, to } of this.#stays) {
      times.set(state, (times.get(state) ?? 0) + to - Math.max(from, now - span));
    }
    return inShares(times);
  }
}
