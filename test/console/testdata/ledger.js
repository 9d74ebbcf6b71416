import { Ledger } from '/ledger.js';

const ids = (from, to) => Array.from({ length: to - from }, (_, n) => `${from + n}`);

// What ledgers count, and how much they had in memory at most.
export function count() {
  return { long: long(), behind: behind(), unasked: unasked(), gone: gone() };
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
    ledger.count({ ids: ids(from, from + 1000), next: from + 1000 });
    most = Math.max(most, ledger.size);
  }
  ledger.count({ ids: [], next: 100_000 });
  return said(ledger, most);
}

// A feed that is paused while the server makes records, and then gets them all.
function behind() {
  const ledger = new Ledger();
  ledger.came('0');
  for (let from = 0; from < 60_000; from += 10_000)
    ledger.count({ ids: ids(from, from + 10_000), next: from + 10_000 });
  const most = ledger.size;
  for (const id of ids(1, 60_000)) ledger.came(id);
  ledger.count({ ids: [], next: 60_000 });
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
    ledger.count({ ids: ids(from, from + 10_000), next: from + 10_000 });
  const idle = new Ledger();
  for (let from = 0; from < 200_000; from += 10_000) idle.count({ ids: ids(from, from + 10_000), next: from + 10_000 });
  return said(ledger, Math.max(ledger.size, idle.size));
}
