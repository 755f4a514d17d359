/** A finished time: `0.3s`, `42s`, `1m 05s`, `1h 02m`. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  return ms < 9_950 ? `${(ms / 1000).toFixed(1)}s` : formatSeconds(Math.round(ms / 1000));
}

/** A time that still runs, in whole seconds so that it ticks evenly: `0s`, `42s`, `1m 05s`. */
export function formatElapsed(durationMs: number): string {
  return formatSeconds(Math.floor(Math.max(0, durationMs) / 1000));
}

/** The time of something that may not have started (empty) or ended (elapsed until now). Times are ms since 1970. */
export function formatSpan(
  span: { readonly startedMs?: number; readonly endedMs?: number },
  nowMs: number,
): string {
  if (span.startedMs === undefined) {
    return '';
  }
  return span.endedMs === undefined
    ? formatElapsed(nowMs - span.startedMs)
    : formatDuration(span.endedMs - span.startedMs);
}

function formatSeconds(seconds: number): string {
  if (seconds < 60) {
    return `${seconds}s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}m ${twoDigits(seconds % 60)}s`
    : `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
