/**
 * How often the event loop turns until what follows from an event is done: a chunk passes streams, the engine and the page in
 * microtasks, and messages of the engine to itself take a turn each.
 */
const turns = 8;

/** Resolves when what is under way has been done, as far as it waits for no timer and no network. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await nextTurn();
}

/** One turn of the event loop, by no timer, since these may be faked. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
