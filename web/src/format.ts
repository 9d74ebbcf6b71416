const clock = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

export function time(at: number): string {
  return clock.format(at);
}

export function count(n: number): string {
  return n.toLocaleString('en');
}

export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]!}`;
}

/** A time that passes, in whole seconds so that it does not flicker. */
export function silence(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return seconds < 1 ? '< 1 s' : seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
}
