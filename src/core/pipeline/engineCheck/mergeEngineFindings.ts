import type { Finding } from '../../finding/finding.js';

/**
 * Our findings, and behind them what only the engine found. The same rule on the same line is said once, in our
 * words and with our place, which is the narrower one. What the engine does not say stays: it may be older.
 */
export function mergeEngineFindings(
  ours: readonly Finding[],
  engines: readonly Finding[],
): readonly Finding[] {
  const said = new Map<string, (string | undefined)[]>();
  for (const finding of ours) {
    const key = keyOf(finding);
    said.set(key, [...(said.get(key) ?? []), finding.platform]);
  }
  const additions = engines.filter((finding) => {
    const platforms = said.get(keyOf(finding)) ?? [];
    const covers = (platform: string | undefined): boolean =>
      platform === undefined || finding.platform === undefined || platform === finding.platform;
    return !platforms.some(covers);
  });
  return additions.length === 0 ? ours : [...ours, ...additions];
}

function keyOf({ rule, file, range }: Finding): string {
  return `${rule} ${range.start.line} ${file}`;
}
