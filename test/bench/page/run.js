import { described } from './corpora.js';
import { firstCases, warm } from './first.js';
import { live, liveCases } from './live.js';
import { heapAfter, heapCases, idle, idleCases } from './memory.js';
import { network, networkCases } from './network.js';
import { deliveryCases, throughput, throughputCases } from './throughput.js';

const dimensions = { throughput, delivery: throughput, http: network, live, warm, heap: heapAfter, idle };

/** What main.go drives: it asks for the cases and runs them one by one. */
export function drive(contenders) {
  globalThis.bench = {
    corpora: described,
    cases: (all) => [
      ...throughputCases(all), ...deliveryCases(), ...networkCases(all), ...liveCases(all), ...firstCases(),
      ...heapCases(all), ...idleCases(all),
    ],
    run: (one, options) => dimensions[one.dimension](contenders, one, options),
  };
}
