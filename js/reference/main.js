// Writes what the documentation has from the comments of the sources: ./build.sh docs. With --check it only says what is
// stale.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { llms } from './llms.js';
import { pages as namePages } from './names.js';
import { fail, membersOf } from './sources.js';
import { kinds } from './tables.js';

const project = new URL('../../', import.meta.url);
const docs = readdirSync(new URL('js/docs/', project));
const block = /(<!-- reference: (.*?) -->\n).*?(<!-- \/reference -->)/gs;
const isGenerated = (name) => name.startsWith('api-');

const listed = [];

/** A page that people write, with its tables as they have to be. */
function filled(page) {
  return textOf(page).replaceAll(block, (_, begin, said, end) => {
    const [kind, ...words] = said.split(' ');
    if (kind === 'options') listed.push(...words);
    const make = kinds[kind] ?? fail(`${page} asks for ${kind}; there are ${Object.keys(kinds).join(', ')}`);
    return `${begin}${make(words, page.replace('js/docs/', ''))}\n${end}`;
  });
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

for (const { name } of membersOf('FeedSourceInit')) {
  if (listed.filter((other) => other === name).length !== 1)
    fail(`js/docs/options.md has to list ${name} once, under "reference: options"`);
}
if (!process.argv.includes('--check')) {
  for (const file of stale) writeFileSync(new URL(file, project), files.get(file));
  for (const file of left) rmSync(new URL(file, project));
} else if (stale.length + left.length) {
  fail(`run ./build.sh docs: ${[...stale, ...left].join(', ')} differ from the sources`);
}
