import { mock, test } from 'node:test';
import '../suite/engine.js';
import { chaos } from '../suite/chaos.js';
import { clocks, runnersTimers } from '../suite/clocks.js';
import { formats } from '../suite/formats.js';
import { interception } from '../suite/interception.js';
import { scripts } from '../suite/scripts.js';
import { sockets } from '../suite/sockets.js';

for (const suite of [formats, scripts, clocks, chaos, interception, sockets]) suite(test);
runnersTimers(test, {
  fake: () => mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] }),
  advance: (ms) => mock.timers.tick(ms),
  restore: () => mock.timers.reset(),
});
