import type { FeedOptions } from '../link/contract.js';
import { mustBe, mustBeOneOf, mustKnow, needs } from '../must.js';
import type { FixedFormat } from './options.js';

/** How long a header may be, in bytes. */
const longest = 1024;

/** @throws {TypeError} a format that was given as an object is none. */
export function checkFixed(name: string, given: object): void {
  mustKnow(`${name}.`, given, ['length', 'header']);
  const { length, header } = given as Partial<FixedFormat>;
  mustBe(`${name}.length`, length, typeof length === 'object' && length !== null, 'an object like { bytes: 4 }');
  needs(!length, name, 'length');
  const of = `${name}.length`;
  mustKnow(`${of}.`, length!, ['bytes', 'endian', 'offset', 'counts']);
  const { bytes, endian, offset = 0, counts } = length!;
  mustBe(`${of}.bytes`, bytes, [1, 2, 4, 8].includes(bytes), '1, 2, 4 or 8');
  needs(bytes === undefined, of, 'bytes');
  mustBeOneOf(`${of}.endian`, endian, ['big', 'little']);
  mustBeOneOf(`${of}.counts`, counts, ['payload', 'frame']);
  const fits = (value: number | undefined, least: number, most: number) =>
    Number.isInteger(value) && value! >= least && value! <= most;
  mustBe(`${of}.offset`, offset, fits(offset, 0, longest - bytes), `a whole number from 0 to ${longest - bytes}`);
  const least = offset + bytes;
  mustBe(
    `${name}.header`,
    header,
    fits(header, least, longest),
    `a whole number from ${least}, where the length ends, to ${longest}`,
  );
}

/** A format as the engine has it: its name, or its layout. */
export function formatOf(given: string | FixedFormat): Pick<FeedOptions, 'format' | 'layout'> {
  if (typeof given === 'string') return { format: given, layout: undefined };
  const { bytes, endian, offset = 0, counts } = given.length;
  const header = given.header ?? offset + bytes;
  const [isLittle, countsFrame] = [endian === 'little' ? 1 : 0, counts === 'frame' ? 1 : 0] as const;
  return { format: 'fixed', layout: [bytes, offset, header, isLittle, countsFrame] };
}
