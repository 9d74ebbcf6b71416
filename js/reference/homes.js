// Where the pages that people write say already what the members or words of a type mean, so that no page says it twice.
import { readdirSync, readFileSync } from 'node:fs';
import { membersOf, objectsOf } from './sources.js';
import { variantsOf } from './tables.js';

const docs = new URL('../docs/', import.meta.url);

/** A link to where it stands, by the name of the type. */
export const homes = new Map();

for (const page of readdirSync(docs).filter((name) => name.endsWith('.md') && !name.startsWith('api-'))) {
  const text = readFileSync(new URL(page, docs), 'utf8');
  const [title] = headings(text);
  const linkTo = (heading) => `[${title}](${page}${heading === title ? '' : `#${anchorOf(heading)}`})`;
  for (const { index, 1: kind, 2: type } of text.matchAll(/<!-- reference: (\w+) ?(\S*)/g)) {
    const link = linkTo(headings(text.slice(0, index)).at(-1));
    if (kind === 'members' || kind === 'words') homes.set(type, link);
    if (kind === 'variants') for (const name of [type, ...variantsOf(type)]) homes.set(name, link);
    if (kind === 'events') homes.set('FeedSourceEventMap', link);
    if (kind === 'details') optionHomes(link, linkTo);
  }
}

function headings(text) {
  return text
    .replaceAll(/^```.*?^```/gms, '')
    .match(/^#+ .*$/gm)
    .map((line) => line.replace(/^#+ /, ''));
}

function anchorOf(heading) {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function optionHomes(link, linkTo) {
  homes.set('FeedSourceInit', link);
  for (const option of membersOf('FeedSourceInit'))
    for (const owner of objectsOf(option)) if (!homes.has(owner)) homes.set(owner, linkTo(option.name));
}
