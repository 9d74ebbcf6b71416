import { Hub, type Joining } from '../src/host/share/hub.js';
import { start } from '../src/host/share/position.js';
import type { HostEnd, Message } from '../src/link/contract.js';
import { Listener } from './share-batches.js';

/** A link that notes what it is asked. */
export class Upstream implements HostEnd {
  readonly kind = 'shared';
  readonly log: string[] = [];
  connect = () => void this.log.push('connect');
  close = () => void this.log.push('close');
  pause = () => void this.log.push('pause');
  resume = () => void this.log.push('resume');
  interrupt = () => void this.log.push('interrupt');
  record = () => void this.log.push('record');
  lifecycle = (change: string) => void this.log.push(change);
  send = async (message: Message) => void this.log.push(`send ${message}`);
}

export const response = { url: '', status: 200, headers: [] };
export const failure = { type: 'network', message: 'It broke.', attempt: 1, final: false };
export const page: Joining = { visible: true, keeps: false, follower: false, replay: 0, position: undefined };

/** A hub that leads, whose records are numbered from 0. */
export function leading(patienceMs = 0) {
  const upstream = new Upstream();
  let ends = 0;
  const hub = new Hub('shared', { changed() {}, ended: () => void ends++ }, patienceMs);
  hub.lead(start(''), () => upstream);
  const join = (terms: Partial<Joining> = {}) => {
    const listener = new Listener();
    return { listener, member: hub.join(listener, { ...page, ...terms }) };
  };
  return { hub, upstream, join, ends: () => ends };
}
