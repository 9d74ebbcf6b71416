type Callback = (this: EventTarget, event: never) => unknown;
type Slots = Map<string, { callback: Callback; listener: (event: Event) => void }>;

const handlers = new WeakMap<EventTarget, Slots>();

/**
 * Gives a class what EventSource has beside methods: the constants of readyState, on the
 * class and its instances, and the event handler attributes. An attribute keeps its place
 * among the listeners when its value is replaced, and loses it when set to null (WHATWG
 * HTML section 8.1.8.1).
 */
export function likeEventSource(of: { prototype: EventTarget }): void {
  for (const target of [of, of.prototype]) Object.assign(target, { CONNECTING: 0, OPEN: 1, CLOSED: 2 });
  for (const type of ['open', 'message', 'error']) {
    Object.defineProperty(of.prototype, `on${type}`, {
      configurable: true,
      enumerable: true,
      get(this: EventTarget) {
        return handlers.get(this)?.get(type)?.callback ?? null;
      },
      set(this: EventTarget, callback: unknown) {
        const slots: Slots = handlers.get(this) ?? new Map();
        const slot = slots.get(type);
        if (typeof callback !== 'function') {
          if (slot) this.removeEventListener(type, slot.listener);
          slots.delete(type);
        } else if (slot) {
          slot.callback = callback as Callback;
        } else {
          const added = { callback: callback as Callback, listener: (event: Event) => void added.callback.call(this, event as never) };
          this.addEventListener(type, added.listener);
          handlers.set(this, slots.set(type, added));
        }
      },
    });
  }
}
