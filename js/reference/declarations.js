// What the package declares: tsc says it, as who uses the package gets it, and Babel reads that.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '@babel/parser';

const js = fileURLToPath(new URL('..', import.meta.url));
const made = mkdtempSync(join(tmpdir(), 'feedsource-reference-'));
process.on('exit', () => rmSync(made, { recursive: true }));
for (const project of ['.', 'src/node']) {
  const tsc = join(js, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', join(js, project), '--outDir', made], { stdio: ['ignore', 'inherit', 2] });
}

/**
 * The entries of the package that export something by name, in the order in which package.json has them; `file` has the
 * declarations of an entry.
 *
 * @returns {{ name: string, file: string, page: string }[]} `page` has the names of the entry.
 */
export function entries() {
  const { exports } = JSON.parse(readFileSync(join(js, 'package.json'), 'utf8'));
  return Object.entries(exports)
    .filter(([path, { types }]) => types && /^[^.]*$/.test(path.slice(1)))
    .map(([path, { types }]) => ({
      name: posix.join('feedsource', path),
      file: posix.relative('dist', types),
      page: `api-${path.slice(2) || 'feedsource'}.md`,
    }))
    .filter(({ file }) => exportsOf(file).size > 0);
}

const modules = new Map();

/** A file of declarations: its text, and what is in it. */
function moduleAt(file) {
  let known = modules.get(file);
  if (!known) {
    const text = readFileSync(join(made, file), 'utf8');
    known = { text, program: parse(text, { sourceType: 'module', plugins: [['typescript', { dts: true }]] }).program };
    modules.set(file, known);
  }
  return known;
}

/** The comment of a file that says what its entry is for, as docOf takes it. */
export const leading = (file) => moduleAt(file).program.body[0];

/**
 * What a file exports, by name.
 *
 * @returns {Map<string, { name: string, isType: boolean, statements: { node: object, statement: object }[], file: string, text: string }>}
 *   The name, file and statements are those of the declaration. What is a class may be exported as a type alone.
 */
export function exportsOf(file) {
  const found = new Map();
  for (const statement of moduleAt(file).program.body) {
    const isType = !statement.declaration && statement.exportKind === 'type'; // Babel takes all that is declared for types
    if (statement.type === 'ExportAllDeclaration') {
      for (const [name, declared] of exportsOf(beside(file, statement.source)))
        found.set(name, { ...declared, isType: isType || declared.isType });
    } else if (statement.type === 'ExportNamedDeclaration') {
      for (const [name, declared, asType] of named(statement, file))
        found.set(name, { ...declared, isType: isType || asType || declared.isType });
    }
  }
  return found;
}

function named({ source, specifiers, declaration }, file) {
  if (!declaration) {
    const from = (local) => (source ? exportsOf(beside(file, source)).get(local) : declaredIn(file, local));
    return specifiers.map((one) => [one.exported.name, from(one.local.name), one.exportKind === 'type']);
  }
  const { id, declarations = [{ id }] } = declaration;
  return (id || declarations[0].id ? declarations : []).map(({ id: { name } }) => [name, declaredIn(file, name)]);
}

/** A name that a file declares, of a function with all its overloads, or imports. */
function declaredIn(file, name) {
  const { program, text } = moduleAt(file);
  const statements = program.body.flatMap((statement) => {
    const node = statement.declaration ?? statement;
    const names = node.declarations?.map(({ id }) => id.name) ?? [node.id?.name];
    return names.includes(name) ? [{ node, statement }] : [];
  });
  const isType = statements.every(({ node }) => /^TS(Interface|TypeAlias)Declaration$/.test(node.type));
  if (statements.length) return { name, isType, statements, file, text };
  for (const { type, source, specifiers } of program.body) {
    const imported = type === 'ImportDeclaration' && specifiers.find(({ local }) => local.name === name);
    if (imported && source.value.startsWith('.'))
      return declaredIn(beside(file, source), imported.imported.name) ?? exportsOf(beside(file, source)).get(name);
  }
  return undefined;
}

const beside = (file, source) => posix.join(posix.dirname(file), source.value.replace(/\.js$/, '.d.ts'));
