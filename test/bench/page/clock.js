/**
 * How far the clock of the machine is ahead of the page's, in milliseconds: to be added to
 * performance.timeOrigin + performance.now().
 *
 * The server is on this machine, and its clock is the one that Date.now() tells. That has
 * whole milliseconds only, so what is watched is where it steps, which performance.now()
 * places to 5 µs in an isolated page. Asking the server instead would leave it open which
 * half of a round trip of 2 ms took longer. One look takes some 15 ms and is
 * good for seconds: in the long run the machine's clock is set right, and the page's not.
 */
export function clockOffset() {
  const steps = [];
  for (let last = Date.now(); steps.length < 15; ) {
    const now = Date.now();
    const here = performance.timeOrigin + performance.now();
    if (now !== last) steps.push(now - here);
    last = now;
  }
  // A step that the page slept through is seen too late, and none too early: so the largest
  // are right, and the very largest may be the machine's clock being set.
  return steps.sort((a, b) => b - a)[1];
}
