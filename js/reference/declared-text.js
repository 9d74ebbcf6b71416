// Declarations as text to read: without comments, without what is private, and formatted as the sources are.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const js = fileURLToPath(new URL('..', import.meta.url));
const mark = '// ---- ';

/**
 * The text of declarations, by the declaration.
 *
 * @param {ReturnType<typeof import('./declarations.js').declaredIn>[]} declared
 */
export function declarationsOf(declared) {
  const all = declared.map(({ statements, text }) => statements.map(({ node }) => bare(node, text)).join('\n'));
  const source = all.map((text, at) => `${mark}${at}\n${text}\n`).join('');
  const biome = join(js, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const formatted = execFileSync(process.execPath, [biome, 'format', '--stdin-file-path=js/src/declarations.d.ts'], {
    cwd: join(js, '..'),
    input: source,
    encoding: 'utf8',
  });
  const parts = formatted.split(new RegExp(`^${mark}\\d+\\n`, 'm')).slice(1);
  return new Map(declared.map((one, at) => [one, parts[at].replaceAll(/^declare /gm, '').trim()]));
}

/** A declaration without its comments and its private members, one line where a line is all there is. */
function bare(node, text) {
  const cuts = [...commentsIn(node), ...privateMembers(node)].toSorted((a, b) => a.start - b.start);
  let left = '';
  let at = node.start;
  for (const { start, end } of cuts) {
    left += text.slice(at, start);
    at = end;
  }
  const all = left + text.slice(at, node.end);
  const declares = /^(declare|interface|type)\b/.test(all) ? '' : 'declare ';
  return declares + all.replaceAll(/\n(\s*\n)+/g, '\n');
}

const privateMembers = (node) =>
  (node.body?.body ?? []).filter(
    ({ key, accessibility }) => key?.type === 'PrivateName' || (accessibility && accessibility !== 'public'),
  );

/** All comments within a node; Babel hangs each on the nodes beside it. */
function commentsIn(node) {
  const found = new Map();
  const visit = (value) => {
    if (!value || typeof value !== 'object') return;
    for (const comment of [
      ...(value.leadingComments ?? []),
      ...(value.trailingComments ?? []),
      ...(value.innerComments ?? []),
    ])
      if (comment.start > node.start && comment.end < node.end) found.set(comment.start, comment);
    for (const [key, inner] of Object.entries(value)) {
      if (key.endsWith('Comments') || key === 'loc') continue;
      if (Array.isArray(inner)) inner.forEach(visit);
      else visit(inner);
    }
  };
  visit(node);
  return [...found.values()];
}
