import { Ledger } from '/ledger.js';

const began = '10:00';
const ids = (from, to) => Array.from({ length: to - from }, (_, n) => `${from + n}`);

// What ledgers count, and how much they had in memory at most.
export function count() {
  return { long: long(), behind: behind(), unasked: unasked(), gone: gone(), restarted: restarted(), late: late() };
}

const said = ({ made, lost, twice }, most) => ({ made, lost, twice, most });

// A hundred thousand records, of which one is lost early and one late; one comes twice at once, and one late.
function long() {
  const ledger = new Ledger();
  let most = 0;
  for (let from = 0; from < 100_000; from += 1000) {
    for (const id of ids(from, from + 1000)) if (id !== '5' && id !== '80005') ledger.came(id);
    if (from === 0) ledger.came('7');
    if (from === 99_000) ledger.came('98007');
    ledger.count({ ids: ids(from, from + 1000), next: from + 1000, began });
    most = Math.max(most, ledger.size);
  }
  ledger.count({ ids: [], next: 100_000, began });
  return said(ledger, most);
}

// A feed that is paused while the server makes records, and then gets them all.
function behind() {
  const ledger = new Ledger();
  ledger.came('0');
  for (let from = 0; from < 60_000; from += 10_000)
    ledger.count({ ids: ids(from, from + 10_000), next: from + 10_000, began });
  const most = ledger.size;
  for (const id of ids(1, 60_000)) ledger.came(id);
  ledger.count({ ids: [], next: 60_000, began });
  return said(ledger, most);
}

// A feed whose server is not there to ask.
function unasked() {
  const ledger = new Ledger();
  for (const id of ids(0, 300_000)) ledger.came(id);
  return said(ledger, ledger.size);
}

// A feed that is gone, and one that never began.
function gone() {
  const ledger = new Ledger();
  ledger.came('0');
  for (let from = 0; from < 200_000; from += 10_000)
    ledger.count({ ids: ids(from, from + 10_000), next: from + 10_000, began });
  const idle = new Ledger();
  for (let from = 0; from < 200_000; from += 10_000)
    idle.count({ ids: ids(from, from + 10_000), next: from + 10_000, began });
  return said(ledger, Math.max(ledger.size, idle.size));
}

// A server that starts anew gives the same IDs once more. Of its old log a record was lost, and of its new one another.
function restarted() {
  const ledger = new Ledger();
  for (const id of ids(100, 150)) if (id !== '120') ledger.came(id);
  for (let n = 0; n < 2; n++) ledger.count({ ids: n ? [] : ids(0, 150), next: 150, began });
  for (const id of ids(100, 110)) ledger.came(id); // of the new server, before anybody knows that it is one
  ledger.count({ ids: ids(150, 160), next: 160, began: '11:00' });
  const { next } = ledger;
  for (const id of ids(110, 160)) if (id !== '130') ledger.came(id);
  for (let n = 0; n < 2; n++) ledger.count({ ids: n ? [] : ids(next, 160), next: 160, began: '11:00' });
  return said(ledger, ledger.found);
}

// What was missed is read late, and is older than the first record that was counted.
function late() {
  const ledger = new Ledger();
  ledger.came('50');
  ledger.count({ ids: ids(0, 60), next: 60, began });
  for (const id of ids(40, 50)) ledger.came(id);
  ledger.count({ ids: [], next: 60, began });
  return said(ledger, ledger.found);
}
