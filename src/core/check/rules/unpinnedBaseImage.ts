import { evaluateBuilds } from '../buildkit/evaluateBuild.js';
import { placeInDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** A base image without a digest in a branch that is named like a release: the same commit builds another image later. */
export const unpinnedBaseImage: Rule = {
  name: 'UnpinnedBaseImage',
  family: 'recipe',
  title: 'A base image in a release branch has no digest',
  severity: 'hint',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  const { branch } = input;
  if (branch?.judgement.documentedForm !== true) {
    return [];
  }
  return evaluateBuilds(input).flatMap(({ platform: target, stages }, index) => {
    const reachable = new Set(input.builds[index]?.resolved.reachable.map((stage) => stage.index));
    return stages.flatMap(({ stage, base }) => {
      const isPinned =
        base.kind !== 'image' || base.reference.includes('@') || base.reference.includes('://');
      if (isPinned || !reachable.has(stage.index)) {
        return [];
      }
      return [
        {
          severity: 'hint' as const,
          message:
            `${base.reference} may be another image tomorrow. Where the release branch ${branch.name} has to give the ` +
            `same image again, write ${base.reference}@sha256:…; without it, a rebuild takes what is newest.`,
          ...placeInDockerfile(input, stage.base?.range ?? stage.from.range),
          ...(target !== undefined && { platform: target }),
        },
      ];
    });
  });
}
