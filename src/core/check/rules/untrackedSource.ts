import { placeInDockerfile, placeOfDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';
import type { JudgedSource } from '../judgedSource.js';

/** A file that the build uses but git does not have: missing wherever a branch is built. */
export const untrackedSource: Rule = {
  name: 'UntrackedSource',
  family: 'recipe',
  title: 'A file that the build uses is not tracked by git',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  return [...dockerfileRemarks(input), ...input.sources.flatMap((judged) => sourceRemarks(input, judged))];
}

function dockerfileRemarks(input: RuleInput): readonly Remark[] {
  const { dockerfile } = input.subject.context;
  if (dockerfile?.isTracked !== false || input.subject.dockerfileText === undefined) {
    return [];
  }
  return [
    {
      severity: input.isLaunchpadMeant ? 'error' : 'info',
      message: `This Dockerfile is not tracked by git${consequence(input)}. Add it with "git add".`,
      ...placeOfDockerfile(input),
    },
  ];
}

function sourceRemarks(input: RuleInput, { source, verdict, platform }: JudgedSource): readonly Remark[] {
  if (verdict.kind !== 'untracked' || (verdict.isPartial && !input.isLaunchpadMeant)) {
    return [];
  }
  return [
    {
      severity: input.isLaunchpadMeant && !verdict.isPartial ? 'error' : 'warning',
      message:
        `${listed(verdict.matches.map((match) => match.path))} not tracked by git${consequence(input)}. ` +
        'Add with "git add" what the image needs.',
      ...placeInDockerfile(input, source.range),
      ...(platform !== undefined && { platform }),
    },
  ];
}

function consequence({ isLaunchpadMeant }: RuleInput): string {
  return isLaunchpadMeant
    ? ', so it is missing where Launchpad builds the branch'
    : ', so it is missing wherever the branch is built from git';
}

/** `"a" is`, `"a" and "b" are`, `"a", "b" and 3 more are`. */
export function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).map((path) => `"${path}"`);
  const more = paths.length - shown.length;
  const names = more > 0 ? [...shown, `${more} more`] : shown;
  const last = names.pop() ?? '';
  return names.length === 0 ? `${last} is` : `${names.join(', ')} and ${last} are`;
}
