// Every page of the guide, before and after, reads a feed and shows its texts.
const pages = import.meta.glob<{ listen(url: string, show: (text: string) => void): () => void }>(
  ['./*-before.ts', './*-after.ts', './*-compat.ts'],
  { eager: true },
);

let stop: () => void;

Object.assign(globalThis, {
  shown: [],
  listen(page: string, url: string) {
    shown = [];
    stop = pages[`./${page}.ts`]!.listen(url, (text) => shown.push(text));
  },
  stop: () => stop(),
});

declare global {
  var shown: string[];
}
