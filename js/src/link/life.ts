// Who is gone is told by a lock, which pages and workers hold for as long as they live: not every browser tells it by a
// port. A page that is not secure has no locks; there nobody notices.

const locks = (): LockManager | undefined => (navigator as { locks?: LockManager }).locks;

let held: Promise<string | undefined> | undefined;

/** The lock that this page or worker holds, once it does. */
export const life = (): Promise<string | undefined> =>
  (held ??= hold(`feedsource ${globalThis.document ? 'page' : 'worker'} ${newID()}`));

async function hold(name: string): Promise<string | undefined> {
  const manager = locks();
  if (!manager) return undefined;
  return new Promise((resolve) => {
    const hold = () => {
      resolve(name);
      return new Promise(() => {});
    };
    manager.request(name, hold).catch(() => resolve(undefined));
  });
}

/** Resolves when nobody holds such a lock any more; never without a name. */
export const whenFree = (name: string | undefined, manager = locks()): Promise<void> =>
  new Promise((resolve) => name && manager?.request(name, () => resolve()).catch(() => {})); // refused, or gone meanwhile

/** A name that nobody else has. */
export const newID = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');
