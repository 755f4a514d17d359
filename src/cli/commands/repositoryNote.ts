import type { LaunchpadMode } from '../../core/check/launchpadMode.js';
import type { DiskCheck } from '../../core/pipeline/checkRecipe.js';
import { toPrintableLine } from '../../core/report/printable.js';

/**
 * A sentence on what git could not say about a recipe; undefined where it said all, where a finding says what not, or
 * where there is no git and Launchpad, which needs one, is never meant.
 */
export function formatRepositoryNote(
  { repository, branch, findings }: DiskCheck,
  launchpad: LaunchpadMode,
): string | undefined {
  if (repository.kind === 'none') {
    if (repository.code === 'not-a-repository' && launchpad === 'never') {
      return undefined;
    }
    return `Branch and tracked files were not checked: ${toPrintableLine(repository.reason)}`;
  }
  if (branch !== undefined || findings.some(({ rule }) => rule === 'DetachedHead')) {
    return undefined;
  }
  const commit = repository.commit?.slice(0, 12) ?? 'a commit';
  const tag = repository.tag === undefined ? '' : ` (tag ${toPrintableLine(repository.tag)})`;
  return `HEAD is detached at ${commit}${tag}: there is no branch name to judge; give one with --branch.`;
}
