const due = new Set<() => void>();

function drawAll(): void {
  const draws = [...due];
  due.clear();
  for (const draw of draws) draw();
}

/** Makes draw run once per animation frame, however often it is asked for; all that is drawn shares the frame. */
export function perFrame(draw: () => void): () => void {
  return () => {
    if (due.size === 0) requestAnimationFrame(drawAll);
    due.add(draw);
  };
}
