/** Reports what code of the page threw as an uncaught exception; nothing is thrown here. */
export function report(thrown: unknown): void {
  if (typeof reportError === 'function') return reportError(thrown);
  queueMicrotask(() => {
    throw thrown; // which Node takes for that
  });
}

/** Dispatches an event. What a listener throws is reported, and not thrown here as happy-dom would. */
export function dispatch(target: EventTarget, event: Event): void {
  try {
    target.dispatchEvent(event);
  } catch (thrown) {
    report(thrown);
  }
}
