// Writes down, in the file that USES names, what a server that renders uses of a browser and of the network: a line of
// JSON for each use. A name that is not declared gives undefined here, where it would throw: who asks by typeof is seen, too.
import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';

function tell(name) {
  const { stack } = new Error();
  const [, , , user = ''] = stack.split('\n'); // behind this function and the one below
  const file = /\(?((?:file:\/\/)?\/[^()]*?)(?::\d+)*\)?$/.exec(user)?.[1] ?? '';
  appendFileSync(process.env.USES, JSON.stringify({ name, file, stack }) + '\n');
}

for (const name of ['document', 'location', 'Worker', 'localStorage']) {
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get: () => void tell(name),
    set: (value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true }),
  });
}

const { connect } = Socket.prototype;
Socket.prototype.connect = function (...given) {
  tell('connection');
  return connect.apply(this, given);
};
