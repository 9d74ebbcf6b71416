import type { Position } from '../../link/contract.js';

/** What the participants of a group say on its channel, to all others. */
export type Said =
  | { readonly seeks: string }
  | { readonly leads: string }
  | ({ readonly joins: string; readonly leader: string } & Follower);

/** How a participant follows. */
export interface Follower {
  readonly visible: boolean;
  readonly keeps: boolean;
  readonly replay: number;
  readonly position: Position | undefined;
}

/** What a leader says first on the channel that it has with one follower; from then on the channel is used as a port. */
export interface Welcome {
  readonly welcome: Position;
}

/** The channel that two have for themselves: a port cannot be sent over a channel. */
export const pair = (group: string, leader: string, follower: string): BroadcastChannel =>
  new BroadcastChannel(`${group} ${leader} ${follower}`);

/** The lock that a participant holds for as long as it lives. */
export const lifeOf = (participant: string): string => `feedsource ${participant}`;
