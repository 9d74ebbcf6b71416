import { ownProcess } from './process.js';

declare const VERSION: string; // js/package.json's, set by build.sh

/** Where a file of this package may be that is not beside its script. */
interface Move {
  /** What the address beside the script looks like. */
  readonly from: RegExp;
  /** What its match is replaced by; `@` stands for the version. */
  readonly to: string;
  /** It is never beside such a script, and not looked for there. */
  readonly always?: boolean;
}

const moves: readonly Move[] = [
  // The dev server of Vite 5 to 7 copies the script, and nothing that lies beside it.
  { from: /\/node_modules\/\.vite\/deps[^/]*\/(?=[^/]+$)/, to: '/node_modules/feedsource/dist/', always: true },
  // At the bare address of the package these hosts answer with the script, or with a bundle of the module.
  {
    from: /^(https:\/\/(?:unpkg\.com|cdn\.jsdelivr\.net\/npm)\/)(?:feedsource(?:@[^/]+)?\/)?(?=[^/]+$)/,
    to: '$1feedsource@/dist/',
    always: true,
  },
  // Bundlers that split code put the script in a folder of its own, and know nothing of the file.
  { from: /\/_?chunks?\/(?=[^/]+$)/, to: '/' },
  // Where the host lacks or spoils the gzip copy, or the browser cannot inflate.
  { from: /(feedsource\.wasm)\.gz$/, to: '$1' },
];

const cures: readonly (readonly [RegExp, string])[] = [
  [/\/node_modules\/\.vite\//, "Write optimizeDeps: { exclude: ['feedsource'] } in the configuration of Vite."],
  [/\/@fs\//, "Vite's server.fs.allow has to name the folder of node_modules."],
  [/^[\w-]+-extension:/, 'web_accessible_resources in manifest.json has to name it.'],
  ...(ownProcess ? [] : [[/^file:/, 'A browser lets no script read files: open the page by HTTP.'] as const]),
];

/** Where to look for a file of this package, in turn, by its address beside the script. */
export function places(beside: string): string[] {
  let found = [beside];
  for (const { from, to, always } of moves) {
    const moved = found
      .filter((place) => from.test(place))
      .map((place) => place.replace(from, to.replace('@', `@${VERSION}`)));
    if (moved.length) found = always ? moved : [...found, ...moved];
  }
  return found;
}

/** What to do where a file is in none of its places. */
export const cure = (beside: string, otherwise: string): string =>
  cures.find(([of]) => of.test(beside))?.[1] ?? otherwise;
