const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// How often lines are drawn on plots while the page says that it is hidden, and when it is seen again.
export async function drawnWhileHidden() {
  let drawn = 0;
  const real = CanvasRenderingContext2D.prototype.stroke;
  CanvasRenderingContext2D.prototype.stroke = function (...args) {
    drawn++;
    return real.apply(this, args);
  };
  Object.defineProperty(document, 'hidden', { value: true, configurable: true });
  await pause(300); // what was sampled before is drawn
  drawn = 0;
  await pause(2500);
  const hidden = drawn;
  delete document.hidden;
  await pause(2500);
  return { hidden, seen: drawn - hidden };
}
