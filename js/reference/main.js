// Writes what the documentation has from the comments of the sources: ./build.sh docs. With --check it only says what is
// stale.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { llms } from './llms.js';
import { pages as namePages } from './names.js';
import { fail, membersOf, typeOf } from './sources.js';
import { kinds } from './tables.js';

const project = new URL('../../', import.meta.url);
const docs = readdirSync(new URL('js/docs/', project));
const block = /(<!-- reference: (.*?) -->\n).*?(<!-- \/reference -->)/gs;
const isGenerated = (name) => name.startsWith('api-');

/** What pages list one by one, by its type; all of it has to be somewhere, and once. */
const listed = new Map();

/** A page that people write, with its tables as they have to be. */
function filled(page) {
  return textOf(page).replaceAll(block, (_, begin, said, end) => {
    const [kind, ...words] = said.split(' ');
    if (kind === 'options') list('FeedSourceInit', words);
    if (kind === 'words' && words.length > 1) list(words[0], words.slice(1));
    const make = kinds[kind] ?? fail(`${page} asks for ${kind}; there are ${Object.keys(kinds).join(', ')}`);
    return `${begin}${make(words, page.replace('js/docs/', ''))}\n${end}`;
  });
}

function list(type, names) {
  listed.set(type, [...(listed.get(type) ?? []), ...names]);
}

const textOf = (file) => readFileSync(new URL(file, project), 'utf8');

/** All files, by their paths in the project, and what has to be in them. */
const files = new Map([
  ...['README.md', ...docs.filter((name) => !isGenerated(name)).map((name) => `js/docs/${name}`)].map((page) => [
    page,
    filled(page),
  ]),
  ...[...namePages()].map(([page, text]) => [`js/docs/${page}`, text]),
]);
files.set('js/llms.txt', llms(files.get('README.md'), files.get('js/docs/README.md')));

const stale = [...files].flatMap(([file, text]) =>
  existsSync(new URL(file, project)) && textOf(file) === text ? [] : [file],
);
const left = docs.map((name) => `js/docs/${name}`).filter((file) => !files.has(file));

for (const [type, names] of listed) {
  const { doc } = typeOf(type);
  const all = doc.words.length ? doc.words.map(([word]) => word) : membersOf(type).map(({ name }) => name);
  for (const name of all) {
    if (names.filter((other) => other === name).length !== 1)
      fail(`the pages have to list ${name} of ${type} once, in a table of their reference`);
  }
}
if (!process.argv.includes('--check')) {
  for (const file of stale) writeFileSync(new URL(file, project), files.get(file));
  for (const file of left) rmSync(new URL(file, project));
} else if (stale.length + left.length) {
  fail(`run ./build.sh docs: ${[...stale, ...left].join(', ')} differ from the sources`);
}
