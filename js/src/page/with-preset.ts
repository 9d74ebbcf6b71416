import { mustBe } from '../must.js';
import { presets } from '../presets.js';
import { isPlainObject } from './check.js';
import type { FeedSourceInit } from './options.js';

/**
 * Options with what their preset says where they say nothing themselves. Where both have an object, its members are told
 * apart in the same way, so that a page can ask for `resume.persist` and keep the rest.
 *
 * @throws {TypeError} there is no such preset.
 */
export function withPreset(own: FeedSourceInit): FeedSourceInit {
  const { preset } = own;
  if (preset === undefined) return own;
  mustBe('preset', preset, Object.hasOwn(presets, preset as PropertyKey), Object.keys(presets).join(', '));
  const merged: Record<string, unknown> = { ...presets[preset].options };
  for (const [name, value] of given(own)) {
    const under = merged[name];
    merged[name] =
      isPlainObject(under) && isPlainObject(value) ? { ...under, ...Object.fromEntries(given(value)) } : value;
  }
  return merged;
}

const given = (options: object) => Object.entries(options).filter(([, value]) => value !== undefined);
