type Callback = (this: EventTarget, event: never) => unknown;

/**
 * The event handler attributes (`onmessage` and the like) of one object. An
 * attribute keeps its place among the listeners when its value is replaced, and
 * loses it when set to null (WHATWG HTML section 8.1.8.1).
 */
export class Handlers {
  readonly #target: EventTarget;
  readonly #slots = new Map<string, { callback: Callback; listener: (event: Event) => void }>();

  constructor(target: EventTarget) {
    this.#target = target;
  }

  get<C>(type: string): C | null {
    return (this.#slots.get(type)?.callback as C | undefined) ?? null;
  }

  set(type: string, value: Callback | null): void {
    const slot = this.#slots.get(type);
    if (typeof value !== 'function') {
      if (slot) this.#target.removeEventListener(type, slot.listener);
      this.#slots.delete(type);
    } else if (slot) {
      slot.callback = value;
    } else {
      const added = { callback: value, listener: (event: Event) => void added.callback.call(this.#target, event as never) };
      this.#slots.set(type, added);
      this.#target.addEventListener(type, added.listener);
    }
  }
}

/** Gives a class and its instances the constants of readyState. */
export function states(of: { prototype: object }): void {
  for (const target of [of, of.prototype]) Object.assign(target, { CONNECTING: 0, OPEN: 1, CLOSED: 2 });
}
