// Writes what the pages of the documentation have from the comments of the sources: ./build.sh docs. With --check it only says
// which pages are stale.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fail, membersOf } from './sources.js';
import { kinds } from './tables.js';

const project = new URL('../../', import.meta.url);
const pages = [
  'README.md',
  ...readdirSync(new URL('js/docs/', project))
    .filter((name) => name !== 'README.md')
    .map((name) => `js/docs/${name}`),
];
const block = /(<!-- reference: (.*?) -->\n).*?(<!-- \/reference -->)/gs;

const stale = [];
const listed = [];
for (const page of pages) {
  const file = new URL(page, project);
  const old = readFileSync(file, 'utf8');
  const fresh = old.replaceAll(block, (_, begin, said, end) => {
    const [kind, ...words] = said.split(' ');
    if (kind === 'options') listed.push(...words);
    const make = kinds[kind] ?? fail(`${page} asks for ${kind}; there are ${Object.keys(kinds).join(', ')}`);
    return `${begin}${make(words, page.replace('js/docs/', ''))}\n${end}`;
  });
  if (fresh === old) continue;
  stale.push(page);
  if (!process.argv.includes('--check')) writeFileSync(file, fresh);
}

for (const { name } of membersOf('FeedSourceInit')) {
  if (listed.filter((other) => other === name).length !== 1)
    fail(`js/docs/options.md has to list ${name} once, under "reference: options"`);
}
if (process.argv.includes('--check') && stale.length)
  fail(`run ./build.sh docs: ${stale.join(', ')} differ from the sources`);
