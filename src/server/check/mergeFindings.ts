import type { Finding } from '../../core/finding/finding.js';

/**
 * Our own findings and those of other programs. What another says of a line that ours has said already, under its
 * name or an alias, is left out: ours carry fixes.
 */
export function mergeFindings(own: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  if (others.length === 0) {
    return own;
  }
  const said = new Set(own.flatMap(keysOf));
  return [...own, ...others.filter((finding) => !keysOf(finding).some((key) => said.has(key)))];
}

function keysOf({ rule, aliases = [], file, range }: Finding): readonly string[] {
  return [rule, ...aliases].map((name) => `${name}\n${range.start.line}\n${file}`);
}
