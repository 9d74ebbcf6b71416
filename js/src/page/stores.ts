import type { CursorStore, StoreName } from './options.js';

/** A store by its name. What it does not allow is thrown when it is used: some pages may not even touch localStorage. */
export function storeOf(name: StoreName): CursorStore {
  if (name === 'indexedDB') return database;
  return { get: (key) => globalThis[name].getItem(key), set: (key, value) => globalThis[name].setItem(key, value) };
}

const database: CursorStore = {
  get: (key) => transact('readonly', (cursors) => cursors.get(key) as IDBRequest<string | undefined>),
  set: (key, value) => transact('readwrite', (cursors) => cursors.put(value, key)),
};

let open: IDBDatabase | undefined;
let opening: Promise<IDBDatabase> | undefined;

/** Without a wait once the database is open, so that a page that is left still writes. */
async function transact<R>(mode: IDBTransactionMode, ask: (cursors: IDBObjectStore) => IDBRequest<R>): Promise<R> {
  const transaction = (open ?? (await (opening ??= openDatabase()))).transaction('cursors', mode);
  const request = ask(transaction.objectStore('cursors'));
  transaction.commit();
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

function openDatabase(): Promise<IDBDatabase> {
  const closed = () => (open = opening = undefined);
  return new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('feedsource', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('cursors');
    request.onerror = () => {
      closed();
      reject(request.error);
    };
    request.onsuccess = () => {
      open = request.result;
      open.onclose = closed; // the browser has thrown it away
      open.onversionchange = () => {
        request.result.close(); // who deletes it need not wait
        closed();
      };
      resolve(open);
    };
  });
}
