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
