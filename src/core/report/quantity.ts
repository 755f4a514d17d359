const byteUnits = ['kB', 'MB', 'GB', 'TB'] as const;

/** A size for people, in powers of 1000 as Docker writes them: `512 B`, `1.2 MB`. */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1000) {
    return `${sizeBytes} B`;
  }
  let value = sizeBytes;
  let unit = 'B';
  for (const larger of byteUnits) {
    if (value < 999.95) {
      break;
    }
    value /= 1000;
    unit = larger;
  }
  return `${value.toFixed(1)} ${unit}`;
}

/** A length of time for people: `0.4s`, `12.3s`, `1m 05s`, `2h 07m`. Negative lengths (clocks set back) are 0. */
export function formatDuration(durationMs: number): string {
  const tenths = Math.round(Math.max(0, durationMs) / 100);
  if (tenths < 600) {
    return `${(tenths / 10).toFixed(1)}s`;
  }
  const seconds = Math.round(tenths / 10);
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)}m ${pad(seconds % 60)}s`;
  }
  const minutes = Math.floor(seconds / 60);
  return `${Math.floor(minutes / 60)}h ${pad(minutes % 60)}m`;
}

/** `1 error`, `2 errors`, `no errors`. */
export function formatCount(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
