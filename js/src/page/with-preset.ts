import data from '../../../wasm/internal/preset/options.json';
import { mustBe } from '../must.js';
import { isPlainObject } from './check.js';
import type { FeedSourceInit, PresetName } from './options.js';

/** What each preset stands for. */
export const presetOptions = data as unknown as Readonly<Record<PresetName, FeedSourceInit>>;

/**
 * Options with what their preset says where they say nothing themselves. Where both have an object, its members are told
 * apart in the same way, so that a page can ask for `resume.persist` and keep the rest.
 *
 * @throws {TypeError} there is no such preset.
 */
export function withPreset(own: FeedSourceInit): FeedSourceInit {
  const { preset } = own;
  if (preset === undefined) return own;
  mustBe('preset', preset, Object.hasOwn(presetOptions, preset as PropertyKey), Object.keys(presetOptions).join(', '));
  const merged: Record<string, unknown> = { ...presetOptions[preset] };
  for (const [name, value] of given(own)) {
    const under = merged[name];
    merged[name] =
      isPlainObject(under) && isPlainObject(value) ? { ...under, ...Object.fromEntries(given(value)) } : value;
  }
  return merged;
}

const given = (options: object) => Object.entries(options).filter(([, value]) => value !== undefined);
