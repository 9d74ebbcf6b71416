// The EventSource class where the browser's own is expected.
import { EventSource } from 'feedsource';
import { expect, type Same } from './expect.js';

type Native = typeof globalThis.EventSource;
type NativeObject = globalThis.EventSource;

// Its parts as lib.dom declares them, but for handlers: their `this` is the one class
// or the other. A handler that does not look at its `this` fits both.
type Parts = Pick<
  NativeObject,
  'url' | 'readyState' | 'withCredentials' | 'close' | 'CONNECTING' | 'OPEN' | 'CLOSED' | 'dispatchEvent'
>;
export const parts: new (url: string | URL, init?: EventSourceInit) => Parts = EventSource;
export const constants: Pick<Native, 'CONNECTING' | 'OPEN' | 'CLOSED'> = EventSource;
export const listeners: new (url: string) => Pick<NativeObject, 'addEventListener' | 'removeEventListener'> =
  EventSource;
export const whole: Native = EventSource;

// A polyfill, and a library that takes the class to use.
globalThis.EventSource ??= EventSource;
export function connect(make: Native = EventSource): NativeObject {
  return new make('/events', { withCredentials: true });
}

const source = new EventSource(new URL('https://example.com/events'), { withCredentials: true });
expect<Same<typeof source.readyState, 0 | 1 | 2>>();
source.onopen = () => {};
source.onmessage = (event) => expect<Same<typeof event, MessageEvent>>();
source.onerror = (event) => expect<Same<typeof event, Event>>();
source.addEventListener('message', ({ data, lastEventId }) => console.log(data, lastEventId));
source.addEventListener('price', ({ data }) => console.log(data));
source.addEventListener('open', (event) => expect<Same<typeof event, Event>>());
const listener = {
  handleEvent(event: MessageEvent) {
    console.log(event.data);
  },
};
source.addEventListener('message', listener, { once: true });
source.removeEventListener('message', listener);
source.removeEventListener('price', console.log);
