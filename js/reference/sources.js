// Reads what the comments of the declarations say of types and their members.
import { entries, exportsOf } from './declarations.js';

/** The declarations of types, by their names; of two entries that have a name the first counts. */
export const types = new Map(
  entries()
    .toReversed()
    .flatMap(({ file }) =>
      [...exportsOf(file)].map(([name, { statements, file }]) => {
        const { node, statement } = statements[0];
        return [name, { node, doc: docOf(statement), file }];
      }),
    ),
);

/**
 * What a comment says: its text, in one line and by its paragraphs, the words of a list in it, and what stands behind its tags.
 *
 * @returns {{ text: string, paragraphs: string[], words: [word: string, meaning: string][], params: [name: string, meaning: string][], throws: string[],
 *   default?: string, example?: string, see?: string, returns?: string } | undefined}
 */
export function docOf(node) {
  const comment = node.leadingComments?.findLast(({ type, value }) => type === 'CommentBlock' && value.startsWith('*'));
  if (!comment) return undefined;
  const lines = comment.value.slice(1).replaceAll(/^[^\S\n]*\*? ?/gm, '');
  const [said, ...tags] = lines.split(/^@/m);
  const [text, ...items] = said.split(/^- /m);
  const doc = {
    text: oneLine(text),
    paragraphs: text
      .trim()
      .split(/\n\s*\n/)
      .map(oneLine),
    words: items.map(
      (item) => /^`([^`]+)`: (.*)$/.exec(oneLine(item))?.slice(1) ?? fail(`a list without words: ${item}`),
    ),
    params: [],
    throws: [],
  };
  for (const tag of tags) {
    const [, name, rest] = /^(\w+)\s*(.*)$/s.exec(tag);
    if (name === 'example') doc.example = rest.trim();
    else if (name === 'param') doc.params.push(/^(\w+)\s+(.*)$/.exec(oneLine(rest)).slice(1));
    else if (name === 'throws') doc.throws.push(oneLine(rest));
    else doc[name] = oneLine(rest);
  }
  return doc;
}

function oneLine(text) {
  return text
    .replaceAll(/\{@link (?:\w+\.)?(\w+)\}/g, '`$1`')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

export function fail(message) {
  throw new Error(`js/reference: ${message}`);
}

/** A type by its name. */
export const typeOf = (name) => types.get(name) ?? fail(`no source exports ${name}`);

/**
 * The members of a type that pages may know, those of the platform's classes without a comment left out.
 *
 * @returns {{ name: string, doc: NonNullable<ReturnType<typeof docOf>>, required: boolean, node: object }[]}
 */
export function membersOf(name) {
  return membersIn(typeOf(name).node).map((member) => {
    if (!member.doc) fail(`${name}.${member.name} has no comment`);
    return member;
  });
}

/** The same of a declaration, where a comment may be missing. */
export function membersIn(node) {
  if (node.type === 'ClassDeclaration') return classMembers(node);
  if (node.type === 'TSInterfaceDeclaration') return properties(node.body.body);
  return node.type === 'TSTypeAliasDeclaration' ? literalsIn(node.typeAnnotation).flatMap(properties) : [];
}

/** Lists of members that are written down in a type, and not behind a name. A type may say itself what its members are. */
function literalsIn(type) {
  if (type.type === 'TSTypeLiteral') return type.members.some((member) => docOf(member)) ? [type.members] : [];
  return /^TS(Union|Intersection)Type$/.test(type.type) ? type.types.flatMap(literalsIn) : [];
}

/** Of a method with several signatures the one that has a comment counts. */
const classMembers = (node) => {
  const found = new Map();
  for (const member of node.body.body) {
    const isHidden = member.static || member.computed || member.key.type === 'PrivateName';
    if (
      isHidden ||
      member.kind === 'set' ||
      member.kind === 'constructor' ||
      (member.accessibility && member.accessibility !== 'public')
    )
      continue;
    const isMethod = member.type === 'TSDeclareMethod' && member.kind === 'method';
    const name = member.key.name + (isMethod ? '()' : '');
    const doc = docOf(member);
    if (standard.includes(name) && !doc) continue;
    if (!found.get(name)?.doc) found.set(name, { name, doc, required: true, node: member });
  }
  return [...found.values()];
};

/** What the constructors of a class throw. */
export const thrownByNew = (node) =>
  node.type === 'ClassDeclaration'
    ? node.body.body.filter(({ kind }) => kind === 'constructor').flatMap((member) => docOf(member)?.throws ?? [])
    : [];

const standard = ['addEventListener()', 'removeEventListener()'];

function properties(list) {
  const found = new Map();
  for (const member of list.filter(({ key, computed }) => key && !computed)) {
    const name = (member.key.name ?? member.key.value) + (member.type === 'TSMethodSignature' ? '()' : '');
    const doc = docOf(member);
    if (!found.get(name)?.doc) found.set(name, { name, doc, required: !member.optional, node: member });
  }
  return [...found.values()];
}

/** The members of the objects that an option may be, those of objects within by `outer.inner`. */
export function optionMembers(option) {
  return objectsIn(option.node.typeAnnotation?.typeAnnotation).flatMap(({ list, owner }) =>
    properties(list).flatMap((member) => {
      if (!member.doc) fail(`${owner}.${member.name} has no comment`);
      const inner = member.node.typeAnnotation.typeAnnotation;
      if (inner.type !== 'TSTypeLiteral') return [member];
      return [member, ...optionMembers(member).map((m) => ({ ...m, name: `${member.name}.${m.name}` }))];
    }),
  );
}

/** The names of the types that say what an option may have. */
export const objectsOf = (option) => objectsIn(option.node.typeAnnotation?.typeAnnotation).map(({ owner }) => owner);

const valueFiles = ['page/option-values.d.ts', 'page/schema.d.ts'];

/** Objects with members, as far as they are options themselves and no values such as functions or stores. */
function objectsIn(type) {
  switch (type?.type) {
    case 'TSUnionType':
      return type.types.flatMap(objectsIn);
    case 'TSTypeOperator':
      return objectsIn(type.typeAnnotation);
    case 'TSArrayType':
      return objectsIn(type.elementType);
    case 'TSTypeLiteral':
      return type.members.some((member) => docOf(member)) ? [{ list: type.members, owner: 'an option' }] : [];
    case 'TSTypeReference': {
      const name = type.typeName.name;
      const known = types.get(name);
      const isOption = known?.node.type === 'TSInterfaceDeclaration' && !valueFiles.includes(known.file);
      return isOption ? [{ list: known.node.body.body, owner: name }] : [];
    }
    default:
      return [];
  }
}
