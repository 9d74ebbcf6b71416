/** How many letters may be wrong in a word, unless it is short. */
const maxWrong = 2;

/** The word that was probably meant: the same but for capitals and hyphens, one that begins like it, or is a few letters away. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const bare = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const given = bare(word.slice(0, 40));
  if (!given) return undefined;
  const most = Math.min(maxWrong, given.length >> 1);
  let best: string | undefined;
  let least = most + 1;
  for (const known of words) {
    const wrong = distance(given, bare(known));
    if (wrong < least) [best, least] = [known, wrong];
  }
  return best ?? (given.length > 2 ? words.find((known) => bare(known).startsWith(given)) : undefined);
}

/** How many letters have to be put in, taken out or changed to make one word of another (Levenshtein). */
function distance(a: string, b: string): number {
  const row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    let diagonal = row[0]!;
    row[0] = i + 1;
    for (let j = 0; j < b.length; j++) {
      const above = row[j + 1]!;
      row[j + 1] = a[i] === b[j] ? diagonal : 1 + Math.min(diagonal, above, row[j]!);
      diagonal = above;
    }
  }
  return row[b.length]!;
}
