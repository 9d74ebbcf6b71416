// Writes the pages that have every name that an entry of the package exports.
import { declarationsOf } from './declared-text.js';
import { entries, exportsOf, leading } from './declarations.js';
import { homes } from './homes.js';
import { docOf, fail, membersIn, thrownByNew } from './sources.js';
import { code, membersAndWords, pageLink, thrown, wordTable, wrapped } from './tables.js';

/** The entries, and what each of them is for. */
const list = entries().map(({ name, file, page }) => {
  const doc = docOf(leading(file)) ?? fail(`${file} begins without a comment that says what it is for`);
  if (!('packageDocumentation' in doc)) fail(`${file} has no @packageDocumentation in its first comment`);
  return { name, doc, page, exported: [...exportsOf(file)].map(named) };
});

function named([name, declared]) {
  const { statements } = declared;
  // An interface may add to a class of its name, and a function may have several signatures.
  const { node } = statements.find(({ node }) => node.type === 'ClassDeclaration') ?? statements[0];
  const docs = statements
    .toSorted((a, b) => (b.node === node) - (a.node === node))
    .map(({ statement }) => docOf(statement));
  return {
    name,
    declared,
    node,
    isType: declared.isType,
    doc: docs.find((doc) => doc?.text),
    members: statements.flatMap(({ node }) => membersIn(node)),
  };
}

const undocumented = list.flatMap(({ name: entry, exported }) =>
  exported.flatMap(({ name, doc, members }) => {
    if (!doc?.text) return [`${name} of ${entry}`];
    return members.flatMap((member) => (member.doc?.text ? [] : [`${name}.${member.name} of ${entry}`]));
  }),
);
if (undocumented.length) fail(`what is exported needs a comment; there is none on ${undocumented.join(', ')}`);

/** Where a name is described that several entries have: in the first of them. */
const first = new Map();
for (const { page, exported } of list) {
  for (const { declared } of exported) {
    const key = keyOf(declared);
    if (!first.has(key)) first.set(key, page);
  }
}

function keyOf({ file, name }) {
  return `${file} ${name}`;
}

/** What is more than a type can be imported by name where the page runs. */
const valuesOf = ({ exported }) => exported.filter(({ isType }) => !isType).map(({ name }) => name);

const shown = declarationsOf(list.flatMap(({ exported }) => exported.map(({ declared }) => declared)));

/** The pages, by their names. */
export const pages = () => new Map(list.map((entry) => [entry.page, pageOf(entry)]));

function pageOf(entry) {
  const { name, page, doc, exported } = entry;
  const sorted = [...exported.filter(({ isType }) => !isType), ...exported.filter(({ isType }) => isType)];
  const own = sorted.filter(({ declared }) => first.get(keyOf(declared)) === page);
  const others = sorted
    .filter((one) => !own.includes(one))
    .map(({ name, declared }) => linkTo(name, first.get(keyOf(declared))));
  const values = valuesOf(entry);
  const parts = [
    `# \`${name}\``,
    wrapped(doc.text),
    `\`\`\`ts\n${
      values.length
        ? importOf(values, name)
        : importOf(
            sorted.map(({ name }) => name),
            name,
            'import type',
          )
    }\n\`\`\``,
    doc.see && `More: ${pageLink(doc.see)}.`,
    others.length && wrapped(`It also exports ${listOf(others)}.`),
    ...own.map((one) => section(one, entry)),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

const linkTo = (name, page) => `[${code(name)}](${page}#${name.toLowerCase()})`;

const listOf = (words) => [...words.slice(0, -1), `${words.length > 1 ? 'and ' : ''}${words.at(-1)}`].join(', ');

function importOf(names, entry, verb = 'import') {
  const words = `${verb} { ${names.join(', ')} } from '${entry}';`;
  return words.length <= 100 ? words : words.replace('{ ', '{\n  ').replaceAll(', ', ',\n  ').replace(' }', ',\n}');
}

function section({ name, node, doc, declared, members }, entry) {
  return [
    `## \`${name}\``,
    ...doc.paragraphs.map(wrapped),
    `\`\`\`ts declaration\n${shown.get(declared)}\n\`\`\``,
    ...(doc.params.length ? [doc.params.map(([param, meaning]) => `- ${code(param)}: ${meaning}`).join('\n')] : []),
    ...(doc.returns ? [wrapped(`Returns ${doc.returns}`)] : []),
    ...[...doc.throws, ...thrownByNew(node)].map((text) => wrapped(thrown(text))),
    ...(doc.default ? [`Default: ${doc.default}.`] : []),
    ...meanings(name, node, doc, members),
    ...(doc.example ? [exampleOf(doc.example, entry)] : []),
    ...(doc.see ? [`More: ${pageLink(doc.see)}.`] : []),
  ].join('\n\n');
}

/** An example with the imports that it leaves out: of the package, and of its own entry. */
function exampleOf(text, entry) {
  const [, own, code] = /^((?:import [^\n]*\n)*)\n*(.*)$/s.exec(text);
  const imports = [...new Set([list[0], entry])].flatMap(({ name, exported }) => {
    const used = exported.filter(({ name }) => new RegExp(`(?<![.\\w])${name}\\b`).test(code));
    return used.length
      ? [
          importOf(
            used.map(({ name, isType }) => (isType ? `type ${name}` : name)),
            name,
          ),
        ]
      : [];
  });
  const head = own + imports.join('\n');
  return `\`\`\`${/<\/\w+>/.test(code) ? 'tsx' : 'ts'}\n${head ? `${head}\n\n` : ''}${code}\n\`\`\``;
}

/** What the words or the members of a type mean, or the page that says it. */
function meanings(name, node, doc, members) {
  const home = homes.get(name);
  if (home) return [`What they mean: ${home}.`];
  return [
    ...(doc.words.length ? [wordTable(doc, node.typeAnnotation)] : []),
    ...(members.length ? [membersAndWords(members)] : []),
  ];
}
