#!/usr/bin/env node
import process from 'node:process';
import { FeedError, type FeedEvent, FeedSource } from 'feedsource';
import { commandOf, type Command } from './arguments.js';
import { help } from './help.js';
import { lineOf, rawOf } from './line.js';
import { counted, Progress } from './progress.js';
import { UsageError } from './usage.js';

declare const VERSION: string; // js/package.json's, set by build.sh

/** Exit statuses; those of signals are what a shell makes of them. */
const failed = 1;
const misused = 2;
const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

function run(command: Command): void {
  const { url, init, store, raw, max, quiet } = command;
  const { stdout, stderr } = process;
  const progress = new Progress(stderr, !quiet);
  const feed = new FeedSource<unknown, string | Uint8Array<ArrayBuffer>>(url, init);
  let records = 0;
  let cursor = '';
  let lacksID = false;
  let isOver = false;
  const end = (status: number) => {
    process.exitCode ||= status; // what is not 0 stays: when nobody reads any more that may be because of it
    for (const name of Object.keys(signals)) process.removeAllListeners(name);
    feed.close();
    progress.end();
    if (!isOver && store && lacksID && !cursor && !quiet)
      progress.say('--store has kept nothing, since no record had an ID; --id says where it is.');
    isOver = true;
  };
  progress.watch(feed);
  // The cursor is written when the feed is closed, which takes longer than that.
  process.once('exit', () => (process.exitCode ||= store?.hasFailed ? failed : 0));

  const printed = (event: FeedEvent<unknown, unknown>) =>
    new Promise<boolean>((resolve) => stdout.write(raw ? rawOf(event) : lineOf(event), (error) => resolve(!error)));
  /** By a loop, so that the cursor moves when a record has left the program: what was not taken comes again in the next run. */
  const print = async () => {
    const loop = feed.values();
    for (let next; !(next = await loop.next()).done; ) {
      progress.came();
      records++;
      if (!(await printed(next.value))) return; // which is told by the output
      cursor = next.value.lastEventId;
      lacksID ||= !cursor;
      if (records < max) continue;
      void loop.next(); // the loop is done with this one
      return;
    }
  };
  print().then(
    () => end(0),
    (error: unknown) => {
      if (!(error instanceof FeedError)) throw error;
      end(failed); // which its event has told
    },
  );
  feed.addEventListener('error', (event) => {
    const { error } = event as { error?: unknown };
    if (!(error instanceof FeedError)) return; // a record of that type
    if (error.type !== 'complete' && (error.final || !quiet)) progress.say(error.message);
  });
  // A stall is told by its error.
  for (const type of ['gap', 'lag', 'warning'] as const) {
    feed.addEventListener(
      type,
      ({ detail }: CustomEvent<{ message: string }>) => quiet || progress.say(detail.message),
    );
  }
  feed.addEventListener('malformed', ({ reason, data }) => {
    if (!quiet) progress.say(`A record is malformed (${reason}), and left out: ${JSON.stringify(data.slice(0, 80))}`);
  });

  onUnwritten((why) => {
    if (why) progress.say(why);
    end(why ? failed : 0);
  });
  for (const [name, status] of Object.entries(signals)) {
    process.once(name, () => {
      end(status);
      const where = cursor ? ` Go on with --since ${quoted(cursor)}` : '';
      progress.say(`Stopped after ${counted(records)}.${where}`);
    });
  }
}

/** A word for a shell. */
const quoted = (word: string): string => (/^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

function answer(text: string): void {
  onUnwritten((why) => {
    if (!why) return;
    process.stderr.write(`feedsource: ${why}\n`);
    process.exitCode = failed;
  });
  process.stdout.write(text);
}

/**
 * What cannot be written is a failure; what nobody reads is none.
 *
 * @param heard Called with the failure in a sentence, or without one.
 */
function onUnwritten(heard: (why?: string) => void): void {
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) =>
    heard(code === 'EPIPE' ? undefined : `The output cannot be written: ${message}.`),
  );
}

process.stderr.on('error', () => {}); // records go on when nobody reads messages any more
try {
  const command = commandOf(process.argv.slice(2));
  if (command === 'help') answer(help);
  else if (command === 'version') answer(`${VERSION}\n`);
  else run(command);
} catch (error) {
  const isUsage = error instanceof UsageError || error instanceof TypeError || error instanceof DOMException;
  if (!isUsage) throw error;
  process.stderr.write(`feedsource: ${error.message}\nfeedsource --help lists what can be said.\n`);
  process.exitCode = misused;
}
