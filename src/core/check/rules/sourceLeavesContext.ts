import { placeInDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** A source that is, or lies behind, a symlink to somewhere outside the build context. */
export const sourceLeavesContext: Rule = {
  name: 'SourceLeavesContext',
  family: 'recipe',
  title: 'A source leads out of the build context through a symbolic link',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  return input.sources.flatMap(({ source, verdict, platform }) =>
    verdict.kind === 'leaves-context'
      ? [
          {
            severity: 'error',
            message:
              `"${verdict.match.path}" is a symbolic link that leads out of the build context, and only the context ` +
              'is sent to the builder. Copy the file into the context, or choose a context that holds it.',
            ...placeInDockerfile(input, source.range),
            ...(platform !== undefined && { platform }),
          },
        ]
      : [],
  );
}
