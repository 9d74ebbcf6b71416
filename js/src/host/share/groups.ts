import { textOf } from '../../link/body.js';
import type { HostKind, Opening } from '../../link/contract.js';
import { Group, type Connect } from './group.js';
import type { Member } from './member.js';

/** The groups that this worker has a part in, each by what its feeds have in common. */
export class Groups {
  readonly #kind: HostKind;
  readonly #connect: Connect;
  readonly #locks: LockManager | undefined;
  readonly #groups = new Map<string, Group>();

  constructor(kind: HostKind, connect: Connect, locks: LockManager | undefined) {
    this.#kind = kind;
    this.#connect = connect;
    this.#locks = locks;
  }

  /** Takes a page into the group of its feed. */
  async join(opening: Opening, port: MessagePort): Promise<Member> {
    const name = await nameOf(opening);
    let group = this.#groups.get(name);
    if (!group) {
      const over = () => this.#groups.get(name) === group && this.#groups.delete(name);
      group = new Group(name, this.#kind, opening, this.#connect, this.#locks, over);
      this.#groups.set(name, group);
    }
    return group.join(port, opening.share!);
  }
}

/** The name of a group: what its feeds have in common, digested where there is a digest, since others can read the names of locks. */
async function nameOf(opening: Opening): Promise<string> {
  const text = keyOf(opening);
  const { subtle } = globalThis.crypto;
  if (!subtle) return text;
  const digest = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return `feedsource ${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** All that two feeds must have in common to be one. Where each page begins is its own affair. */
export function keyOf({ options, request, share }: Opening): string {
  const { lastEventId, from, ...shared } = options;
  const rest = Object.entries(request.rest).sort(([a], [b]) => (a < b ? -1 : 1));
  return textOf([share!.name, shared, { ...request, rest }]);
}
