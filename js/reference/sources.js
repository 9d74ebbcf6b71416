// Reads what the comments of js/src say of types and their members.
import { readFileSync } from 'node:fs';
import { parse } from '@babel/parser';

const folder = new URL('../src/page/', import.meta.url);
const files = [
  'errors',
  'event-map',
  'events',
  'feed-source',
  'init-options',
  'keep-alive-event',
  'malformed-event',
  'notices',
  'open-event',
  'option-objects',
  'option-values',
  'option-words',
  'options',
  'signal-option',
  'stats',
];

/** The declarations of types, by their names. */
export const types = new Map(files.flatMap(declarations));

function declarations(name) {
  const { program } = parse(readFileSync(new URL(`${name}.ts`, folder), 'utf8'), {
    sourceType: 'module',
    plugins: ['typescript'],
  });
  return program.body.flatMap((statement) => {
    const declaration = statement.declaration;
    return statement.type === 'ExportNamedDeclaration' && declaration?.id
      ? [[declaration.id.name, { node: declaration, doc: docOf(statement), file: name }]]
      : [];
  });
}

/**
 * What a comment says: its text, the words of a list in it, and what stands behind its tags.
 *
 * @returns {{ text: string, words: [word: string, meaning: string][], internal: boolean, default?: string, example?: string, see?: string } | undefined}
 */
function docOf(node) {
  const comment = node.leadingComments?.findLast(({ type, value }) => type === 'CommentBlock' && value.startsWith('*'));
  if (!comment) return undefined;
  const lines = comment.value.slice(1).replaceAll(/^[^\S\n]*\*? ?/gm, '');
  const [said, ...tags] = lines.split(/^@/m);
  const [text, ...items] = said.split(/^- /m);
  const doc = {
    text: oneLine(text),
    words: items.map(
      (item) => /^`([^`]+)`: (.*)$/.exec(oneLine(item))?.slice(1) ?? fail(`a list without words: ${item}`),
    ),
    internal: false,
  };
  for (const tag of tags) {
    const [, name, rest] = /^(\w+)\s*(.*)$/s.exec(tag);
    if (name === 'example') doc.example = rest.trim();
    else doc[name] = name === 'internal' ? true : oneLine(rest);
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
 * The members of a type that pages may know: of an interface all, of a class those that have a comment.
 *
 * @returns {{ name: string, doc: NonNullable<ReturnType<typeof docOf>>, required: boolean, node: object }[]}
 */
export function membersOf(name) {
  const { node } = typeOf(name);
  return node.type === 'ClassDeclaration' ? classMembers(node) : properties(node.body.body, name);
}

const classMembers = (node) =>
  node.body.body.flatMap((member) => {
    const doc = docOf(member);
    const hidden =
      member.static || member.computed || member.kind === 'constructor' || member.key?.type === 'PrivateName';
    if (!doc || doc.internal || hidden || !doc.text) return [];
    const isMethod = member.kind === 'method';
    return [{ name: member.key.name + (isMethod ? '()' : ''), doc, required: true, node: member }];
  });

const properties = (list, owner) =>
  list.map((member) => {
    const name = member.key.name ?? member.key.value;
    return {
      name,
      doc: docOf(member) ?? fail(`${owner}.${name} has no comment`),
      required: !member.optional,
      node: member,
    };
  });

/** The members of the objects that an option may be, those of objects within by `outer.inner`. */
export function optionMembers(option) {
  return objectsIn(option.node.typeAnnotation?.typeAnnotation).flatMap(({ list, owner }) =>
    properties(list, owner).flatMap((member) => {
      const inner = member.node.typeAnnotation.typeAnnotation;
      if (inner.type !== 'TSTypeLiteral') return [member];
      return [member, ...optionMembers(member).map((m) => ({ ...m, name: `${member.name}.${m.name}` }))];
    }),
  );
}

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
      const isOption = known?.node.type === 'TSInterfaceDeclaration' && known.file !== 'option-values';
      return isOption ? [{ list: known.node.body.body, owner: name }] : [];
    }
    default:
      return [];
  }
}
