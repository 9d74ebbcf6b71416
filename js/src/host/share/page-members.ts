import { whenFree } from '../../link/life.js';
import type { Member } from './member.js';

/** The members that are feeds of one page. They leave with it, however it goes. */
export class PageMembers {
  readonly #members = new Set<Member>();
  #watching = false;

  /** @param life The lock that the page holds while it lives. */
  add(member: Member, life: string): void {
    for (const other of this.#members) if (other.gone) this.#members.delete(other);
    this.#members.add(member);
    if (this.#watching) return;
    this.#watching = true;
    void whenFree(life).then(() => {
      for (const left of this.#members) left.vanish();
    });
  }
}
