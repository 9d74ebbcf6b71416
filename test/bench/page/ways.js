/**
 * The ways of the contenders through one format. A contender is { name, package?, ways };
 * a way is { formats, by, gives, run, main?, networkOnly? }: `gives` is 'text', 'objects'
 * or 'either', and run(source, take, to) resolves when the body has ended. `main: false`
 * marks a way that is of interest only beside the other ways of the same contender.
 */
export function waysOf(contenders, format, { network = false } = {}) {
  return contenders.flatMap((contender) => contender.ways
    .filter((way) => way.formats.includes(format))
    .map((way) => ({
      ...way, contender,
      name: contender.ways.length > 1 && way.by ? `${contender.name} ${way.by}` : contender.name,
      fails: way.networkOnly && !network ? 'reads from the network only' : '',
    })));
}

/** A way that gives what is asked for: objects by JSON.parse where it gives text. */
export function towards(way, to) {
  if (way.fails || way.gives === to || way.gives === 'either' || way.gives === 'nothing') return way;
  if (to === 'text') return { ...way, fails: 'gives parsed values, never the text' };
  return { ...way, run: (source, take) => way.run(source, (text) => take(JSON.parse(text)), 'text') };
}
