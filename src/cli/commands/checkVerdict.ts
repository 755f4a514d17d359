import type { Finding, Severity } from '../../core/finding/finding.js';
import type { DiskCheck } from '../../core/pipeline/checkRecipe.js';
import { severityOrder } from '../../core/report/findingList.js';

/** The least severity that makes a check fail; with `none` nothing does. */
type Threshold = Severity | 'none';

/**
 * Whether a check failed: a finding is at least as bad as the threshold, which is the user's, else what the
 * recipe's `.hadolint.yaml` says, else `error`.
 */
export function isFailed(
  ofFiles: readonly Finding[],
  results: readonly DiskCheck[],
  given: Threshold | undefined,
): boolean {
  return (
    reaches(ofFiles, given ?? 'error') ||
    results.some(({ findings, failureThreshold }) => reaches(findings, given ?? failureThreshold ?? 'error'))
  );
}

function reaches(findings: readonly Finding[], threshold: Threshold): boolean {
  return (
    threshold !== 'none' &&
    findings.some(({ severity }) => severityOrder.indexOf(severity) <= severityOrder.indexOf(threshold))
  );
}
