import type { Finding } from '../finding/finding.js';

/**
 * Makes one finding of what BuildKit's CopyIgnoredFile and our ExcludedByDockerignore say of the same source:
 * BuildKit's, as bad as the worse of both. Why: BuildKit warns; that the build has to fail only we know.
 */
export function mergeExclusions(findings: readonly Finding[]): readonly Finding[] {
  const excluded = findings.filter(({ rule }) => rule === 'ExcludedByDockerignore');
  if (excluded.length === 0) {
    return findings;
  }
  const checks = new Set(findings.filter(({ rule }) => rule === 'CopyIgnoredFile').map(placeOf));
  const severities = new Map(excluded.map((finding) => [placeOf(finding), finding.severity]));
  return findings.flatMap((finding) => {
    const place = placeOf(finding);
    if (finding.rule === 'ExcludedByDockerignore') {
      return checks.has(place) ? [] : [finding];
    }
    const severity = finding.rule === 'CopyIgnoredFile' ? severities.get(place) : undefined;
    return [
      severity === undefined
        ? finding
        : {
            ...finding,
            severity: severity === 'error' ? severity : finding.severity,
            aliases: [...(finding.aliases ?? []), 'ExcludedByDockerignore'],
          },
    ];
  });
}

function placeOf({ file, range: { start }, platform = '' }: Finding): string {
  return `${start.line}:${start.character} ${platform} ${file}`;
}
