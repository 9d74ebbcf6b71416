import { described } from './corpora.js';
import { firstCases, warm } from './first.js';
import { heapAfter, heapCases } from './heap.js';
import { idle, idleCases } from './idle.js';
import { linear, linearCases } from './linear.js';
import { live, liveCases } from './live.js';
import { network, networkCases } from './network.js';
import { opening, openingCases } from './opening.js';
import { deliveryCases, throughput, throughputCases } from './throughput.js';

const dimensions = {
  heap: heapAfter,
  idle,
  throughput,
  linear,
  delivery: throughput,
  http: network,
  live,
  warm,
  opening,
};

/**
 * What main.go drives: it asks for the cases and runs them one by one.
 *
 * @param decoderOf What makes a value of a record's bytes, by format; without it there are no values of formats of bytes.
 */
export function drive(contenders, decoderOf = () => undefined) {
  globalThis.bench = {
    corpora: described,
    // Memory first: what the engine has once grown to, it keeps.
    cases: (all) => [
      ...idleCases(all),
      ...heapCases(),
      ...throughputCases(all),
      ...linearCases(),
      ...deliveryCases(),
      ...networkCases(all),
      ...liveCases(all),
      ...firstCases(),
      ...openingCases(),
    ],
    run: (one, options) => dimensions[one.dimension](contenders, one, { ...options, decode: decoderOf(one.format) }),
  };
}
