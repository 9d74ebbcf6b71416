// Makes tables and sections in Markdown of what the comments say.
import { existsSync, readFileSync } from 'node:fs';
import { entries as list, exportsOf, leading } from './declarations.js';
import { docOf, fail, membersOf, optionMembers, typeOf, types } from './sources.js';

const docs = new URL('../docs/', import.meta.url);

/** What can stand in a page between `<!-- reference: kind words -->` and its end. */
export const kinds = { options, brief, details, members, methods, words, variants, events, entries, names };

const all = membersOf('FeedSourceInit');

/** Options by their first sentences. */
function options(names, page) {
  return table(
    ['option', 'meaning', 'default'],
    names.map((name) => {
      const option = optionOf(name);
      return [linkTo(option, page), firstSentence(option.doc.text), defaultOf(option)];
    }),
  );
}

/** The same for those who only want to know what there is. */
function brief(names, page) {
  return table(
    ['option', 'meaning'],
    names.map((name) => [linkTo(optionOf(name), page), firstSentence(optionOf(name).doc.text)]),
  );
}

const optionOf = (name) => all.find((option) => option.name === name) ?? fail(`there is no option ${name}`);

function linkTo(option, page) {
  const anchor = hasSection(option) ? `#${option.name.toLowerCase()}` : '';
  const target = page === 'options.md' ? anchor : `${page === 'README.md' ? 'js/docs/' : ''}options.md${anchor}`;
  return target ? `[${code(option.name)}](${target})` : code(option.name);
}

const hasSection = (option) => {
  const { text, example, see } = option.doc;
  return text.replace(/\.$/, '') !== firstSentence(text) || !!example || !!see || optionMembers(option).length > 0;
};

/** All that is said of options of which one sentence does not say it. */
function details() {
  return all
    .filter(hasSection)
    .map((option) => {
      const { text, example, see } = option.doc;
      const inner = see && hasMembers(see) ? [] : optionMembers(option);
      const parts = [`### ${code(option.name)}`, wrapped(text)];
      if (option.doc.default) parts.push(`Default: ${defaultOf(option)}.`);
      if (inner.length) parts.push(memberTable(inner));
      if (example) parts.push(`\`\`\`ts\n${example}\n\`\`\``);
      if (see) parts.push(`More: ${pageLink(see)}.`);
      return parts.join('\n\n');
    })
    .join('\n\n');
}

/** Reports whether a page lists the members itself. */
const hasMembers = (see) => textOf(see).includes('<!-- reference: members ');

/** The members of a type, and then the words that some of them can be. */
function members([name]) {
  return membersAndWords(membersOf(name));
}

/** Some methods of a class, with what they are called with. */
function methods([type, ...names]) {
  const all = membersOf(type);
  const rows = names.map((name) => {
    const { doc, node } = all.find((member) => member.name === `${name}()`) ?? fail(`${type} has no ${name}()`);
    return [code(`${name}(${node.params.map(parameterOf).join(', ')})`), meaningOf(doc)];
  });
  return table(['method', 'meaning'], rows);
}

const parameterOf = (param) => (param.type === 'RestElement' ? `...${param.argument.name}` : param.name);

/** What an entry exports that is more than a type. */
function names([entry]) {
  const { file, page } = list().find(({ name }) => name === entry) ?? fail(`there is no entry ${entry}`);
  const values = [...exportsOf(file)].filter(([, { isType }]) => !isType);
  return table(
    ['name', 'meaning'],
    values.map(([name, { statements }]) => [
      `[${code(name)}](${page}#${name.toLowerCase()})`,
      docOf(statements[0].statement).text,
    ]),
  );
}

export function membersAndWords(list) {
  const choices = list.filter(({ doc }) => doc.words.length);
  return [
    memberTable(list),
    ...choices.map(
      (member) =>
        `${code(member.name)} is one of:\n\n${wordTable(member.doc, member.node.typeAnnotation?.typeAnnotation)}`,
    ),
  ].join('\n\n');
}

export function memberTable(list) {
  const optional = list.some(({ doc, required }) => doc.default || !required);
  const hasDefaults = optional && list.some(({ doc }) => doc.default);
  const rows = list.map((member) => {
    const { doc, required } = member;
    return [code(member.name), meaningOf(doc), ...(hasDefaults ? [required ? 'required' : defaultOf(member)] : [])];
  });
  return table(['member', 'meaning', ...(hasDefaults ? ['default'] : [])], rows);
}

const meaningOf = ({ text, params, returns, throws, see }) =>
  [
    text,
    ...params.map(([name, meaning]) => `${code(name)}: ${meaning}`),
    returns && `Returns ${returns}`,
    ...throws.map(thrown),
    see && `More: ${pageLink(see)}.`,
  ]
    .filter(Boolean)
    .join(' ');

/** What is thrown, and when, as a sentence. */
export const thrown = (text) => text.replace(/^\{(\w+)\} /, 'Throws `$1`: ').replace(': of type', ' of type');

/** The words that a type can be, or those of them that are named. */
function words([name, ...named]) {
  const { doc, node } = typeOf(name);
  return doc?.words.length ? wordTable(doc, node.typeAnnotation, named) : fail(`${name} has no list of words`);
}

export function wordTable(doc, type, named = []) {
  const said = doc.words.map(([word]) => word);
  const literals = literalsOf(type) ?? said;
  if (literals.every(Boolean) && `${said.toSorted()}` !== `${literals.toSorted()}`)
    fail(`the comment has ${said}, the type ${literals}`);
  const meanings = new Map(doc.words);
  return table(
    ['word', 'meaning'],
    (named.length ? named : said).map((word) => [
      code(word),
      meanings.get(word) ?? fail(`there is no ${word} among ${said}`),
    ]),
  );
}

/** The texts that a type can be: those of a union, or of a list that the package exports, as `(typeof list)[number]`. */
function literalsOf(type) {
  if (type?.type !== 'TSIndexedAccessType') return type?.types?.map(({ literal }) => literal?.value);
  const list = types.get(type.objectType.typeAnnotation.exprName.name)?.node.declarations[0].id.typeAnnotation;
  return list?.typeAnnotation.typeAnnotation.elementTypes.map(({ literal }) => literal.value);
}

/** The kinds of a union whose types each have a name in `kind`, and what else each has. */
function variants([name]) {
  return table(
    ['`kind`', 'what it is', 'members'],
    variantsOf(name).map((variant) => {
      const { doc, node } = typeOf(variant);
      const own = membersOf(variant).map((member) => `${code(member.name)}: ${meaningOf(member.doc)}`);
      return [code(kindOf(node)), doc.text, [...inherited(node), ...own].join(' ')];
    }),
  );
}

/** The names of the types in a union. */
export const variantsOf = (name) => typeOf(name).node.typeAnnotation.types.map(({ typeName }) => typeName.name);

/** What a variant has of its base, unless that is the one of all; a page says once what it means. */
function inherited(node) {
  const base = node.extends[0].expression.name;
  return typeOf(base).node.extends ? membersOf(base).map(({ name }) => `${code(name)}.`) : [];
}

const kindOf = (node) => node.extends[0].typeParameters.params[0].literal.value;

/** The events of a feed, and the classes that they are of. */
function events() {
  return table(
    ['event', 'class', 'when'],
    membersOf('FeedSourceEventMap').map(({ name, doc, node }) => [
      code(name),
      classOf(node.typeAnnotation.typeAnnotation),
      doc.text,
    ]),
  );
}

/** The entries of the package, and the pages that have the names of each. */
function entries() {
  return table(
    ['page', 'what it has'],
    list().map(({ name, file, page }) => [`[${name}](${page})`, docOf(leading(file)).text]),
  );
}

function classOf(type) {
  if (type.type === 'TSUnionType') return `\`ErrorEvent\`, with a ${section('FeedError')}`;
  const name = type.typeName.name;
  if (name === 'NoticeEvent') return `\`CustomEvent\`, with a ${section(type.typeParameters.params[0].typeName.name)}`;
  return section(name === 'EventOfType' || name === 'E' ? 'FeedEvent' : name);
}

const section = (name) => `[${code(name)}](#${name.toLowerCase()})`;

export const code = (text) => `\`${text}\``;

function defaultOf({ doc }) {
  const said = doc.default ?? 'none';
  return said.replace(/^('[^']*'|\d+|true|false)(?=$|[ :,])/, '`$1`');
}

const firstSentence = (text) =>
  /^.*?\.(?= [A-Z`{]|$)/.exec(text)?.[0].replace(/\.$/, '') ?? fail(`no sentence: ${text}`);

/** The text of a page, which lies in docs/ of the package. */
function textOf(see) {
  const page = new URL(see.replace(/^docs\//, ''), docs);
  return existsSync(page) ? readFileSync(page, 'utf8') : fail(`there is no ${see}`);
}

export const pageLink = (see) => `[${/^# (.*)$/m.exec(textOf(see))[1]}](${see.replace(/^docs\//, '')})`;

export function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** Lines of up to 118 characters. */
export const wrapped = (text) => text.replaceAll(/(.{1,118})(?: |$)/g, '$1\n').trimEnd();
