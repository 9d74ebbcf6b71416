/** How a worker is started: from a script of the page's own origin, or by way of a blob from another. */
export interface WorkerScript {
  start(): Worker;
  share(): SharedWorker;
  url(): string;
}
