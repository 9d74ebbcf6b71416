/**
 * What share of the whole each has, the largest first, as `open 97 %, waiting 3 %`. They are rounded so that they add up
 * to 100; what comes to nothing is left out.
 */
export function inShares(parts: ReadonlyMap<string, number>): string {
  const whole = [...parts.values()].reduce((sum, part) => sum + part, 0);
  const shares = [...parts].map(([name, part]) => {
    const exact = 100 * (whole ? part / whole : 1 / parts.size);
    return { name, percent: Math.floor(exact), rest: exact % 1 };
  });
  let left = 100 - shares.reduce((sum, { percent }) => sum + percent, 0);
  for (const share of [...shares].sort((a, b) => b.rest - a.rest)) if (left-- > 0) share.percent++;
  return shares
    .filter(({ percent }) => percent > 0)
    .sort((a, b) => b.percent - a.percent)
    .map(({ name, percent }) => `${name} ${percent} %`)
    .join(', ');
}
