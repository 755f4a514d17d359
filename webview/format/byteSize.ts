const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size in decimal units with at most three digits that matter, as docker prints them: `812 B`, `1.4 kB`, `45.2 MB`. */
export function formatByteSize(sizeBytes: number): string {
  const power = powerOf(sizeBytes);
  return `${scale(sizeBytes, power)} ${units[power] ?? ''}`;
}

/** How much of a transfer is done: `12.3 / 45.6 MB`, or only what has moved while the total is unknown. */
export function formatTransfer(bytes: { readonly current: number; readonly total: number }): string {
  if (bytes.total <= 0) {
    return formatByteSize(bytes.current);
  }
  const power = powerOf(bytes.total);
  return `${scale(bytes.current, power)} / ${scale(bytes.total, power)} ${units[power] ?? ''}`;
}

function powerOf(sizeBytes: number): number {
  let power = 0;
  while (power < units.length - 1 && sizeBytes / 1000 ** power >= 999.95) {
    power += 1;
  }
  return power;
}

function scale(sizeBytes: number, power: number): string {
  const value = sizeBytes / 1000 ** power;
  return power === 0 ? String(value) : value.toFixed(1);
}
