let held: Promise<string | undefined> | undefined;

/**
 * A lock that this page holds for as long as it lives, by which a shared worker knows when the page is gone: not every
 * browser tells that by a port. A page that is not secure has no locks; there the worker does without.
 */
export function life(): Promise<string | undefined> | undefined {
  const { locks } = navigator as { locks?: LockManager };
  if (!locks) return undefined;
  return (held ??= new Promise((resolve) => {
    const name = `feedsource page ${crypto.randomUUID()}`;
    const hold = () => {
      resolve(name);
      return new Promise(() => {});
    };
    locks.request(name, hold).catch(() => resolve(undefined));
  }));
}
