import { places } from './places.js';

declare const VERSION: string; // js/package.json's, set by build.sh

/** How a worker is started: from a script of the page's own origin, or by way of a blob from another. */
export interface WorkerScript {
  start(): Worker;
  share(): SharedWorker;
  /** @throws {TypeError} the script that asks has no address, as a bundle that is a classic script. */
  url(): string;
}

/** A worker's script by its address. */
export const workerAt = (url: () => string): WorkerScript => ({
  start: () => new Worker(url(), { type: 'module' }),
  share: () =>
    new SharedWorker(url(), {
      type: 'module',
      name: 'feedsource ' + VERSION, // keeps releases apart
      extendedLifetime: true,
    } as WorkerOptions),
  url,
});

/** The script, and where else it may be, in turn. */
export function ways(script: WorkerScript): WorkerScript[] {
  let beside: string;
  try {
    beside = script.url();
  } catch {
    return [script]; // which says why when it is started
  }
  return places(beside).map((url) => (url === beside ? script : workerAt(() => url)));
}
