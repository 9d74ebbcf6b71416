import { jest, test } from '@jest/globals';
import '../suite/engine.js';
import { chaos } from '../suite/chaos.js';
import { clocks, runnersTimers } from '../suite/clocks.js';
import { formats } from '../suite/formats.js';
import { interception } from '../suite/interception.js';
import { scripts } from '../suite/scripts.js';
import { sockets } from '../suite/sockets.js';

for (const suite of [formats, scripts, clocks, chaos, interception, sockets]) suite(test);
runnersTimers(test, {
  fake: () => jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] }), // by which streams and the engine go
  advance: (ms) => jest.advanceTimersByTimeAsync(ms),
  restore: () => jest.useRealTimers(),
});
