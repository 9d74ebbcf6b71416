/**
 * What each preset stands for.
 *
 * @see docs/presets.md
 * @packageDocumentation
 */

import about from '../../wasm/internal/preset/about.json';
import type { FeedSourceInit, PresetName } from './page/options.js';
import { presetOptions } from './page/with-preset.js';

export type { PresetName };

/** How a service is read. */
export interface Preset {
  /** What is read, in a sentence. */
  readonly about: string;
  /** The vendor's page about it; empty when there is none any more. */
  readonly source: string;
  /** The real server that it is tested with; without, it was checked against documents alone. */
  readonly read?: string;
  /** What `preset` stands for. */
  readonly options: FeedSourceInit;
}

/**
 * What each preset is, to look at or to build on. To use one as it is, `new FeedSource(url, { preset: 'ntfy' })` needs no
 * import.
 *
 * @example
 * console.table(Object.entries(presets).map(([name, { about }]) => ({ name, about })));
 */
export const presets = Object.fromEntries(
  Object.entries(presetOptions).map(([name, options]) => [name, { ...about[name as PresetName], options }]),
) as Readonly<Record<PresetName, Preset>>;
