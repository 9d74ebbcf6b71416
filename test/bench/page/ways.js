/**
 * The ways of the contenders through one format. A contender is { name, package?, ways };
 * a way is { formats, by, gives, run, main?, networkOnly?, cannot? }: `gives` is 'text',
 * 'bytes', 'objects', 'either' or 'nothing', and run(source, take, to) resolves when the body has
 * ended. `main: false` marks a way that is of interest only beside the other ways of the
 * same contender; `cannot` says of a format in one sentence why it fails.
 */
export function waysOf(contenders, format, { network = false } = {}) {
  return contenders.flatMap((contender) =>
    contender.ways
      .filter((way) => way.formats.includes(format))
      .map((way) => ({
        ...way,
        contender,
        name: contender.ways.length > 1 && way.by ? `${contender.name} ${way.by}` : contender.name,
        fails: way.networkOnly && !network ? 'reads from the network only' : (way.cannot?.[format] ?? ''),
      })),
  );
}

/**
 * The ways that this run is about: all of `main`'s, or in a run that measures no more than
 * its targets need, those that are named, and the peers if the best of them is asked for.
 */
export const chosen = (ways, { names, peers }, main = ({ main }) => main !== false) =>
  ways.filter((way) => (names ? names.includes(way.name) || (peers && way.contender.package && main(way)) : main(way)));

/** A way that gives what is asked for: objects by JSON.parse where it gives text. */
export function towards(way, to) {
  if (way.fails || way.gives === to || way.gives === 'either' || way.gives === 'nothing') return way;
  if (way.gives === 'bytes') return { ...way, fails: 'gives bytes, which are left to the page' };
  if (to !== 'objects') return { ...way, fails: `gives parsed values, never the ${to}` };
  return { ...way, run: (source, take) => way.run(source, (text) => take(JSON.parse(text)), 'text') };
}

/** What race and the report want to know of a way. */
export const entrant = (way, run, more) => ({
  name: way.name,
  package: way.contender.package,
  peer: !!way.contender.package,
  fails: way.fails,
  run,
  ...more,
});
