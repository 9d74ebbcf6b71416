import type { FeedOptions } from '../src/link/contract.js';
import { Cursor } from '../src/page/cursor.js';
import { engineOptions } from '../src/page/engine-options.js';
import type { FeedSourceInit } from '../src/page/options.js';
import { withPreset } from '../src/page/with-preset.js';

/** What a host is told of a feed's options, with nothing kept. */
export function optionsOf(init: FeedSourceInit, strict = false): FeedOptions {
  const nothing = new Cursor(
    '',
    undefined,
    '',
    () => '',
    () => {},
  );
  return engineOptions(new URL('http://a/'), withPreset(init), strict, nothing);
}
