/**
 * Takes a lock and keeps it until the signal; resolves when it is had.
 *
 * @param stolen Called when another takes the lock away.
 */
export function hold(locks: LockManager, name: string, signal: AbortSignal, stolen = (): void => {}): Promise<void> {
  return keep(locks, name, { signal }, signal, stolen);
}

/** Takes a lock away from whoever has it, and keeps it in the same way. */
export function steal(locks: LockManager, name: string, signal: AbortSignal, stolen: () => void): Promise<void> {
  return keep(locks, name, { steal: true }, signal, stolen);
}

function keep(
  locks: LockManager,
  name: string,
  options: LockOptions,
  signal: AbortSignal,
  stolen: () => void,
): Promise<void> {
  let had = false;
  return new Promise((resolve, reject) => {
    const held = () => {
      had = true;
      resolve();
      return new Promise<void>((release) => signal.addEventListener('abort', () => release()));
    };
    locks.request(name, options, held).catch((cause: unknown) => (had ? stolen() : reject(cause)));
  });
}
