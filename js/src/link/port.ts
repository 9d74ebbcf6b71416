import type { Batch } from './contract.js';
import { words } from './words.js';

/*
 * A link whose ends are in two threads, joined by a MessagePort. A message is the name of a method of the other end with
 * its arguments. What the host tells comes to the page in order, a batch in one message, and what comes behind a batch
 * waits until the page has taken it. What the page takes is credited to the host, which stops reading when too much is
 * on its way: so a slow page holds back the server as it does over a direct link.
 */

/** What joins two ends: a MessagePort, or anything that is used like one. */
export interface LinkPort {
  onmessage: ((event: MessageEvent) => unknown) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
  close(): void;
}

/** What a batch counts for: its bytes, and one for itself, since the last of a body has none. */
export const weight = (batch: Batch): number => batch.bytes + 1;

/** A message whose cause, if it has one that cannot be cloned, is said in words. */
export function cloneable<M extends object>(message: M): M {
  const failure = (message as { what?: { cause?: unknown } }).what;
  if (failure && typeof failure === 'object' && failure.cause !== undefined) {
    return { ...message, what: { ...failure, cause: inWords(failure.cause) } };
  }
  return 'cause' in message ? { ...message, cause: inWords(message.cause) } : message;
}

/** Errors are cloned with their names and stacks as far as they are the language's own; of others only the words go. */
function inWords(cause: unknown): unknown {
  if (typeof cause !== 'object' && typeof cause !== 'function' && typeof cause !== 'symbol') return cause;
  if (cause instanceof Error) return Object.assign(new Error(cause.message), { name: cause.name, stack: cause.stack });
  return words(cause);
}
