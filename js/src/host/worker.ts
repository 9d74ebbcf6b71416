// A dedicated worker that hosts feeds: the page sends each with a port, which becomes its link.
import { PortPageEnd } from '../link/port.js';
import type { FromWorker, ToWorker } from '../link/worker.js';
import { Connection } from './connection.js';
import { engine } from './engine.js';
import { locate } from './loader.js';

declare const VERSION: string; // js/package.json's, set by build.sh

const say = (message: FromWorker): void => postMessage(message);

globalThis.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if ('files' in data) {
    locate(data.files);
  } else if ('open' in data) {
    new PortPageEnd(data.port, (page) => new Connection('worker', data.open, page));
  } else {
    engine(data.load).then(
      () => say({ loaded: data.id }),
      (cause: Error) => say({ failed: data.id, message: cause.message }),
    );
  }
};
say({ version: VERSION });
