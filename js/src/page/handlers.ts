interface Slot {
  callback: unknown;
  handleEvent(event: Event): void;
}

/**
 * Gives a class what EventSource has beside methods: the constants of readyState, on the
 * class and its instances, and the event handler attributes. An attribute keeps its place
 * among the listeners when its value is replaced, and loses it when set to null (WHATWG
 * HTML section 8.1.8.1).
 */
export function likeEventSource(of: { prototype: EventTarget }): void {
  for (const target of [of, of.prototype]) Object.assign(target, { CONNECTING: 0, OPEN: 1, CLOSED: 2 });
  for (const type of ['open', 'message', 'error']) {
    const slots = new WeakMap<EventTarget, Slot>();
    Object.defineProperty(of.prototype, `on${type}`, {
      configurable: true,
      enumerable: true,
      get(this: EventTarget) {
        return slots.get(this)?.callback ?? null;
      },
      set(this: EventTarget, callback: unknown) {
        let slot = slots.get(this);
        if (Object(callback) !== callback) { // null, and what counts as null
          this.removeEventListener(type, slot!);
          slots.delete(this);
        } else if (slot) {
          slot.callback = callback;
        } else {
          slots.set(this, (slot = {
            callback,
            handleEvent(event: Event) {
              if (typeof this.callback === 'function') this.callback.call(event.currentTarget, event);
            },
          }));
          this.addEventListener(type, slot);
        }
      },
    });
  }
}
