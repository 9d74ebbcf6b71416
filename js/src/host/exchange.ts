import type { Passing, Traffic } from '../link/contract.js';

/** Takes note of what passes by one request. */
export type Note = (what: Passing, at?: number) => void;

/** Has a page told what passes by the request of a number. What follows on its end, or on none, is nobody's. */
export function exchange(request: number, saw: (what: Traffic) => void): Note {
  let isOver = false;
  return (what, at = Date.now()) => {
    if (isOver && what.kind !== 'chunk') return; // which may have been on its way
    isOver = /^(end|unanswered|abort)$/.test(what.kind);
    saw({ ...what, at, request });
  };
}

/**
 * A chunk as a recording keeps it. A browser's own is nobody's any more once the engine has copied it, but a small piece of a
 * buffer would keep all of that.
 *
 * @param isLent The page made the response, and may fill its buffers anew.
 */
export function lasting(what: Passing, isLent: boolean): Passing {
  if (what.kind !== 'chunk') return what;
  if (isLent) return { ...what, isLent };
  return { ...what, chunks: what.chunks.map((c) => (c.buffer.byteLength > 2 * c.length ? new Uint8Array(c) : c)) };
}
