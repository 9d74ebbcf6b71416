/** A handler in its place among the listeners. */
class HandlerListener {
  callback: object;

  constructor(callback: object) {
    this.callback = callback;
  }

  handleEvent(event: Event): void {
    if (typeof this.callback === 'function') this.callback.call(event.currentTarget, event);
  }
}

/** Whether EventTarget calls itself what a class has as `on…`, as that of Cloudflare's Workers does. */
const callsHandlers = (() => {
  let called = false;
  class Target extends EventTarget {
    get onopen(): () => void {
      return () => void (called = true);
    }
  }
  new Target().dispatchEvent(new Event('open'));
  return called;
})();

/**
 * The event handlers of a feed: its `onopen`, `onmessage` and `onerror`. A handler keeps
 * its place among the listeners when it is replaced, and loses it when set to null (WHATWG
 * HTML section 8.1.8.1).
 */
export class EventHandlers {
  readonly #target: EventTarget;
  readonly #listeners = new Map<string, HandlerListener>();

  constructor(target: EventTarget) {
    this.#target = target;
  }

  get(type: string): object | null {
    return this.#listeners.get(type)?.callback ?? null;
  }

  /** Sets a handler; what is no object counts as null. */
  set(type: string, callback: unknown): void {
    const listener = this.#listeners.get(type);
    if (!isObject(callback)) this.#remove(type, listener);
    else if (listener) listener.callback = callback;
    else this.#add(type, new HandlerListener(callback));
  }

  // EventTarget's own methods, since a class that extends the feed's may override them.

  #add(type: string, listener: HandlerListener): void {
    this.#listeners.set(type, listener);
    if (!callsHandlers) EventTarget.prototype.addEventListener.call(this.#target, type, listener);
  }

  #remove(type: string, listener: HandlerListener | undefined): void {
    if (!listener) return;
    this.#listeners.delete(type);
    EventTarget.prototype.removeEventListener.call(this.#target, type, listener);
  }
}

function isObject(value: unknown): value is object {
  return Object(value) === value;
}
