import data from '../../../wasm/internal/preset/options.json';
import { mustBeOneOf } from '../must.js';
import { isPlainObject } from './option-table.js';
import type { FeedSourceInit, PresetName } from './options.js';
import { writeOut, type FullInit } from './short-forms.js';

/** What each preset stands for. */
export const presetOptions = data as unknown as Readonly<Record<PresetName, FullInit>>;

/**
 * Options with what their preset says where they say nothing themselves. Where both have an object, its members are told
 * apart in the same way, so that a page can ask for `resume.persist` and keep the rest.
 *
 * @throws {TypeError} there is no such preset.
 */
export function withPreset(own: FeedSourceInit): FullInit {
  const { preset } = own;
  const full = writeOut(own);
  if (preset === undefined) return full;
  mustBeOneOf('preset', preset, Object.keys(presetOptions));
  const merged: Record<string, unknown> = { ...presetOptions[preset] };
  for (const [name, value] of given(full)) {
    const under = merged[name];
    merged[name] =
      isPlainObject(under) && isPlainObject(value) ? { ...under, ...Object.fromEntries(given(value)) } : value;
  }
  return merged;
}

const given = (options: object) => Object.entries(options).filter(([, value]) => value !== undefined);
