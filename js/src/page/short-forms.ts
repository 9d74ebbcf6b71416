import { isField } from '../must.js';
import type { Dedupe, FeedSourceInit, Keepalive, ReconnectOptions, RecordOptions, Resume } from './options.js';

/** Options without the short forms that some have: each is an object, or `false`. */
export interface FullInit extends Omit<FeedSourceInit, 'dedupe' | 'keepalive' | 'reconnect' | 'record'> {
  dedupe?: false | Dedupe;
  keepalive?: false | Keepalive;
  reconnect?: false | ReconnectOptions;
  record?: false | RecordOptions;
}

/** Writes short forms out, so that a preset's members stay where the page gives none: of `reconnect: 3`, all but `maxAttempts`. */
export function writeOut(init: FeedSourceInit): FullInit {
  const { dedupe, keepalive, reconnect, record } = init;
  const full = { ...init };
  if (typeof dedupe === 'string' || Array.isArray(dedupe) || isField(dedupe))
    full.dedupe = { key: dedupe as Dedupe['key'] };
  if (keepalive === true) full.keepalive = {};
  if (reconnect === true) full.reconnect = {};
  if (record === true) full.record = {};
  if (typeof reconnect === 'number') full.reconnect = { maxAttempts: reconnect };
  return full as FullInit;
}

/** The ways in which a feed resumes, if the page named some. */
export const waysOf = (resume: FeedSourceInit['resume']): Resume => (typeof resume === 'object' && resume) || {};
