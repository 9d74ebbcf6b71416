// What the rules' scripts are written in. A rule is tried by trial(): it gets the
// address of its feed and the class that it is tried on.
const classes = (scope) => ({ native: scope.EventSource, strict: scope.FS.EventSource, ours: scope.FS.FeedSource });

// An event as a line: a record of the feed with its data and its last event ID, if it has
// one; any other with the state of its feed.
const line = (e) =>
  'data' in e ? `${e.type}: ${e.data}${e.lastEventId && ` #${e.lastEventId}`}` : `${e.type} ${e.target.readyState}`;

const heard = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

// What a property is made of: its accessors, and the attributes that are set.
const described = (object, name) => {
  const found = Object.getOwnPropertyDescriptor(object, name);
  return Object.keys(found)
    .filter((key) => key !== 'value' && found[key])
    .join(' ');
};

const trial = async ({ column, near, far, nowhere, types, failures, script }) => {
  const made = [];
  let lines = [];
  const keep = (feed) => made.push(feed) && feed;
  const { [column]: Class } = classes(globalThis);
  const make = (...given) => {
    const feed = keep(new Class(...(given.length ? given : [`${near}/feed`])));
    // FeedSource reads nothing as long as nobody takes its records; a rule of its own shows that.
    if (column === 'ours') feed.addEventListener('a type that no server sends', () => {});
    return feed;
  };
  const tools = {
    Class,
    near,
    far,
    nowhere,
    types,
    failures,
    heard,
    line,
    described,
    keep,
    make,
    // The class as an iframe has it, which is kept out of sight until the page goes.
    framed: async (src) => {
      const frame = document.body.appendChild(Object.assign(document.createElement('iframe'), { src, hidden: true }));
      await heard(frame, 'load');
      return { scope: frame.contentWindow, Class: classes(frame.contentWindow)[column] };
    },
    // All that a feed dispatches until its connection has failed so often.
    log: (feed, wanted = types, count = failures) =>
      new Promise((resolve) => {
        lines = [];
        const hear = (e) => {
          lines.push(line(e));
          if (e.type === 'error' && !('data' in e) && --count === 0) {
            feed.close();
            resolve(lines);
          }
        };
        for (const type of new Set(['open', 'message', 'error', ...wanted])) feed.addEventListener(type, hear);
      }),
    // Lets the server send its next piece.
    proceed: () => fetch(`${near}/proceed`, { method: 'POST' }),
    // Resolves when the page has left a response that the server holds open.
    left: () => fetch(`${near}/left`),
    // Time in which whatever is to come at once has come: another feed has connected anew
    // three times, or once if that takes long. Firefox waits half a second each time.
    meanwhile: async () => {
      const other = keep(new EventSource('/play/meanwhile/feed'));
      const long = new Promise((resolve) => setTimeout(resolve, 300));
      await heard(other, 'error');
      for (let n = 0; n < 2; n++) await Promise.race([heard(other, 'error'), long]);
      other.close();
    },
    // Runs a function that refers to nothing but Class, near, far, heard and line in a worker.
    worker: (kind, what) =>
      inWorker(
        kind,
        `
      const near = ${JSON.stringify(near)}, far = ${JSON.stringify(far)}, heard = ${heard}, line = ${line};
      const Class = (${classes})(globalThis)[${JSON.stringify(column)}];
      return (${what})();`,
      ),
    thrown: (what) => {
      try {
        what();
      } catch (e) {
        return e.name;
      }
      return 'nothing';
    },
  };
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing more came after ${JSON.stringify(lines)}.`)), 30_000);
  });
  const Script = Object.getPrototypeOf(trial).constructor; // of async functions, a block: it may use the tools' names
  try {
    const asked = Script(...Object.keys(tools), `{ ${script || 'return log(make())'} }`)(...Object.values(tools));
    return (await Promise.race([asked, late])).map(String);
  } finally {
    clearTimeout(timer);
    for (const feed of made) feed.close();
  }
};

// Tries rules in turn, so many at once.
globalThis.trials = async (settings, atOnce) => {
  const seen = [];
  let next = 0;
  const go = async () => {
    while (next < settings.length) {
      const n = next++;
      seen[n] = await trial(settings[n]).then(
        (Lines) => ({ Lines }),
        (e) => ({ Failed: String(e) }),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, go));
  return seen;
};

// Runs the body of an async function in a worker that has the package.
let workers = 0;
const inWorker = (kind, source) =>
  new Promise((resolve, reject) => {
    const worker = new globalThis[kind](`/worker.js?${++workers}`);
    const port = worker.port ?? worker;
    port.onmessage = ({ data: { lines, failed } }) => {
      worker.terminate?.();
      if (failed) reject(new Error(failed));
      else resolve(lines);
    };
    worker.onerror = (e) => reject(new Error(e.message));
    port.postMessage(source);
  });
