// Looks through what the installed package declares: each exported type and each of its members is explained, none is `any`,
// and none is made of a type that nobody can name, because no entry of the package exports it.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript-5.9';

const root = resolve('node_modules/feedsource');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = [
  ...new Set(
    Object.values(exports).flatMap(({ types }) => (types ? [join(root, types)] : [])),
  ),
];
const program = ts.createProgram(entries, {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  types: [],
});
const checker = program.getTypeChecker();
const complaints = [];

const behindAliases = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
const ours = (node) => node.getSourceFile().fileName.startsWith(`${root.replaceAll('\\', '/')}/`);

function complain(node, what) {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  complaints.push(`${relative(root, file.fileName)}:${line + 1}: ${what}`);
}

const exported = new Set();
for (const entry of entries) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(entry));
  for (const symbol of module ? checker.getExportsOfModule(module) : []) exported.add(behindAliases(symbol));
}

const isMember = (node) =>
  (ts.isPropertySignature(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessorDeclaration(node)) &&
  !ts.isPrivateIdentifier(node.name);

/** `fetchEventSource` has the types of the library that it stands for, so that what compiled with that compiles. */
const isTheirs = (node) => node.getSourceFile().fileName.endsWith('/compat/fetch-event-source.d.ts');

/** Of overloads one explains all; what overrides a member is explained there. */
const isExplained = (symbol) => symbol.getDocumentationComment(checker).length > 0;

function look(node, nested) {
  if (node.kind === ts.SyntaxKind.AnyKeyword && !isTheirs(node)) complain(node, '`any`');
  if (ts.isTypeReferenceNode(node)) lookAtName(node, node.typeName);
  if (ts.isExpressionWithTypeArguments(node)) lookAtName(node, node.expression);
  if (isMember(node) && !nested) {
    const symbol = checker.getSymbolAtLocation(node.name);
    if (!isExplained(symbol)) complain(node, `${nameOf(node.parent)}.${symbol.name} is not explained`);
  }
  // The shape of an object within a type is explained with the member that has it.
  const inside = nested || ts.isTypeAliasDeclaration(node) || isMember(node);
  ts.forEachChild(node, (child) => look(child, inside));
}

const nameOf = (node) => node.name?.getText() ?? 'an object';

function lookAtName(node, name) {
  const symbol = checker.getSymbolAtLocation(name);
  const target = symbol && behindAliases(symbol);
  const declaration = target?.declarations?.[0];
  if (!declaration || !ours(declaration) || ts.isTypeParameterDeclaration(declaration)) return;
  if (!exported.has(target)) complain(node, `${target.name} is not exported`);
}

for (const symbol of exported) {
  if (!isExplained(symbol)) complain(symbol.declarations[0], `${symbol.name} is not explained`);
  for (const declaration of symbol.declarations) if (ours(declaration)) look(declaration, false);
}

if (!exported.size) complaints.push('The package exports nothing.');
console.log(complaints.join('\n'));
process.exitCode = complaints.length ? 1 : 0;
