import { placeInDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';
import { listed } from './untrackedSource.js';

/** A file that the build uses and git is told to ignore: it never gets into a branch. */
export const ignoredByGit: Rule = {
  name: 'IgnoredByGit',
  family: 'recipe',
  title: 'A file that the build uses is ignored by git',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  return input.sources.flatMap(({ source, verdict, platform }) => {
    if (verdict.kind !== 'git-ignored' || (verdict.isPartial && !input.isLaunchpadMeant)) {
      return [];
    }
    const rule = verdict.matches[0]?.ignoredBy;
    const by = rule === undefined ? '' : ` by "${rule.pattern}" (${rule.file}, line ${rule.line})`;
    const place = input.isLaunchpadMeant ? 'where Launchpad builds the branch' : 'in a fresh clone';
    return [
      {
        severity: severityOf(input, verdict.isPartial),
        message:
          `${listed(verdict.matches.map((match) => match.path))} ignored by git${by}, so missing ${place}. ` +
          'Make it in a stage of the Dockerfile, or track it with "git add -f".',
        ...placeInDockerfile(input, source.range),
        ...(platform !== undefined && { platform }),
      },
    ];
  });
}

// Why: copying build products that are made before a local build is common and works.
function severityOf({ isLaunchpadMeant }: RuleInput, isPartial: boolean): Remark['severity'] {
  if (!isLaunchpadMeant) {
    return 'info';
  }
  return isPartial ? 'warning' : 'error';
}
