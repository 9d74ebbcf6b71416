import type { FromWorker, ToWorker } from '../link/contract.js';
import { ways, type WorkerScript } from '../link/worker-script.js';

let script: WorkerScript | undefined;

/** Says how a worker is started; undefined: it is not, and the engine starts cold. */
export function warmUpBy(how: WorkerScript | undefined): void {
  script = how;
}

/** For how many milliseconds a worker may say nothing before the page does without. */
const patience = 3000;

/**
 * Has the engine start in a worker and read feeds there, so that its code is compiled when it starts in the page. V8
 * compiles a function when it is first called, on the thread that calls it; the code belongs to the module, in whichever
 * thread that is. Of a start that took 45 ms of the main thread, or 178 with a processor four times slower, 9 and 42 were
 * left.
 *
 * In a worker nobody is held up, and where none can be started the page is.
 */
export async function warmUp(module: Promise<WebAssembly.Module>): Promise<void> {
  if (!script || !globalThis.document) return;
  for (const way of ways(script)) if (await rehearsed(way, module)) return;
}

/** Reports whether the script was there; one that cannot be loaded says so long before the engine is compiled. */
async function rehearsed(script: WorkerScript, module: Promise<WebAssembly.Module>): Promise<boolean> {
  let worker: Worker;
  try {
    worker = script.start();
  } catch {
    return true; // a script from another origin, or a bundle that has no worker
  }
  const over = new Promise<boolean>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => 'version' in data || resolve(true);
    worker.onerror = (event) => {
      event.preventDefault(); // a page that can do without has no uncaught error
      resolve(false);
    };
  });
  try {
    const late = module.then((compiled) => {
      worker.postMessage({ load: compiled, id: 0, rehearses: true } satisfies ToWorker);
      return new Promise<boolean>((resolve) => setTimeout(resolve, patience, true));
    });
    return await Promise.race([over, late]);
  } catch {
    return true; // there is no module, as whoever waits for it is told, or it cannot be sent
  } finally {
    worker.terminate();
  }
}
