import type { SignalData } from '../../link/contract.js';
import type { Suspects } from './grammar.js';

/**
 * Finds the records that might be signals, which only the engine knows for certain. One that has neither the name of the
 * member that a rule compares nor any of the words that it looks for cannot be one.
 */
export const suspectsOf =
  (rules: readonly SignalData[]): Suspects =>
  (type, text) =>
    rules.some((rule) => (!rule.type || rule.type === type) && mayMeet(rule, text));

function mayMeet({ at, is, range }: SignalData, text: string): boolean {
  if (at === undefined) return range !== undefined || is.length === 0 || is.includes(text);
  if (text.includes('\\u')) return true; // any character may be written so
  const name = at.slice(at.lastIndexOf('/') + 1);
  const isSeen = (word: string) => /[^\w.[\] -]/.test(word) || text.includes(word);
  return (/^\d*$/.test(name) || isSeen(name)) && (range !== undefined || is.length === 0 || is.some(isSeen));
}
