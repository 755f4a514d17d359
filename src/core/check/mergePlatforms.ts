import type { Finding } from '../finding/finding.js';

/**
 * Says once, without a platform, what holds for every one of `platforms`; what holds for some only is said for each
 * of them. The same thing said of the same place twice is said once. The order of what remains is kept.
 */
export function mergePlatforms(
  findings: readonly Finding[],
  platforms: readonly (string | undefined)[],
): readonly Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = identityOf(finding);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [finding]);
    } else if (!group.some(({ platform }) => platform === finding.platform)) {
      group.push(finding);
    }
  }
  const isGeneral = (group: readonly Finding[]): boolean =>
    platforms.every((platform) => group.some((finding) => finding.platform === platform));
  return [...groups.values()].flatMap((group) => {
    const general = group.find(({ platform }) => platform === undefined);
    const [first] = group;
    if (general !== undefined || first === undefined) {
      return general === undefined ? [] : [general];
    }
    return isGeneral(group) ? [withoutPlatform(first)] : group;
  });
}

function identityOf({ rule, file, severity, message, range: { start, end } }: Finding): string {
  return `${start.line}:${start.character}-${end.line}:${end.character} ${rule} ${severity}\0${file}\0${message}`;
}

function withoutPlatform(finding: Finding): Finding {
  return Object.fromEntries(
    Object.entries(finding).filter(([key]) => key !== 'platform'),
  ) as unknown as Finding;
}
