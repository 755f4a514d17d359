import type { Finding } from '../finding/finding.js';

/**
 * Says once, without a platform, what holds for every one of `platforms`; what holds for some only is said for each
 * of them. The same thing said of the same place twice is said once. The order of what remains is kept.
 */
export function mergePlatforms(
  findings: readonly Finding[],
  platforms: readonly (string | undefined)[],
): readonly Finding[] {
  const groups = groupSame(findings);
  const isGeneral = (group: readonly Finding[]): boolean =>
    platforms.every((platform) => group.some((finding) => finding.platform === platform));
  return groups.flatMap((group) => {
    const general = group.find(({ platform }) => platform === undefined);
    const [first] = group;
    if (general !== undefined || first === undefined) {
      return general === undefined ? [] : [general];
    }
    return isGeneral(group) ? [withoutPlatform(first)] : group;
  });
}

/** What is said of the same place in the same words, each platform once. */
function groupSame(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups: Finding[][] = [];
  const byStart = new Map<string, Finding[][]>();
  for (const finding of findings) {
    const { line, character } = finding.range.start;
    // Why with the message: of one word a rule may have very many things to say.
    const key = `${line}:${character} ${finding.rule} ${finding.message}`;
    const here = byStart.get(key) ?? [];
    const group = here.find(([first]) => first !== undefined && isSame(first, finding));
    if (group === undefined) {
      const added = [finding];
      groups.push(added);
      byStart.set(key, [...here, added]);
    } else if (!group.some(({ platform }) => platform === finding.platform)) {
      group.push(finding);
    }
  }
  return groups;
}

/** Of two of one rule that begin at the same place, in the same words. */
function isSame(one: Finding, other: Finding): boolean {
  return (
    one.range.end.line === other.range.end.line &&
    one.range.end.character === other.range.end.character &&
    one.severity === other.severity &&
    one.file === other.file
  );
}

function withoutPlatform(finding: Finding): Finding {
  return Object.fromEntries(
    Object.entries(finding).filter(([key]) => key !== 'platform'),
  ) as unknown as Finding;
}
