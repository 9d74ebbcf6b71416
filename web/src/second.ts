const acts = new Set<(now: number) => void>();

/** Does something every second while the page can be seen; all of it in one turn. */
export function everySecond(act: (now: number) => void): void {
  if (acts.size === 0) setInterval(actAll, 1000);
  acts.add(act);
}

function actAll(): void {
  if (document.hidden) return;
  const now = Date.now();
  for (const act of acts) act(now);
}
