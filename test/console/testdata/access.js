import { all } from './words.js';

export function focusShows() {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
}

// Ids by which an element says what names or describes it, and which no element has.
export const idsThatAreNotThere = () =>
  all('[aria-labelledby], [aria-describedby]')
    .flatMap((e) => ['aria-labelledby', 'aria-describedby'].flatMap((name) => (e.getAttribute(name) ?? '').split(' ')))
    .filter((id) => id && !document.getElementById(id));
