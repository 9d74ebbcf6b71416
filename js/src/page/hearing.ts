import { report } from '../report.js';

/** A listener as EventTarget tells it from others: by its callback and by `capture`. */
export interface Registered {
  readonly callback: object;
  readonly capture: boolean;
  readonly once: boolean;
  /** It is to hear nothing more, also of an event that is under way. */
  removed: boolean;
  /** Ends what would see it leave by itself. */
  forget(): void;
}

/** An event while it is heard by who listens for records of every type. */
interface Hearing {
  readonly event: Event;
  readonly target: EventTarget;
  stopped: boolean;
}

let hearing: Hearing | undefined;

/** The hearing of an event, if it is under way. */
export const hearingOf = (event: Event): Hearing | undefined => (hearing?.event === event ? hearing : undefined);

/**
 * Has listeners hear an event that was dispatched already, as EventTarget would (WHATWG DOM section 2.9, "inner invoke"). That
 * finds listeners by the one type of an event. To give the event another type and dispatch it again takes `initEvent`, which
 * Deno has not, or looks where each runtime keeps the type.
 *
 * @param leave Removes a listener of one event.
 */
export function hear(
  target: EventTarget,
  event: Event,
  listeners: readonly Registered[],
  leave: (listener: Registered) => void,
): void {
  const outer = hearing;
  const now: Hearing = { event, target, stopped: false };
  hearing = now;
  for (const listener of listeners) {
    if (listener.removed) continue;
    if (listener.once) leave(listener);
    call(listener.callback as EventListenerOrEventListenerObject, target, event);
    if (now.stopped) break;
  }
  hearing = outer;
}

function call(callback: EventListenerOrEventListenerObject, target: EventTarget, event: Event): void {
  try {
    if (typeof callback === 'function') callback.call(target, event);
    else callback.handleEvent(event);
  } catch (thrown) {
    report(thrown);
  }
}
