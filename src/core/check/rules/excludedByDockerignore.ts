import { placeInDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** A source that the ignore file keeps out of the build context. */
export const excludedByDockerignore: Rule = {
  name: 'ExcludedByDockerignore',
  family: 'recipe',
  title: 'A source is kept out of the build context by the ignore file',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  const file = (input.subject.ignoreFile?.path ?? '').split(/[\\/]/).at(-1) ?? '';
  return input.sources.flatMap(({ source, key, isFatal, verdict, platform }) =>
    verdict.kind === 'excluded'
      ? [
          {
            severity: isFatal ? 'error' : 'warning',
            message:
              `"${key}" is kept out of the build context by "${verdict.pattern.text}" ` +
              `(${file}, line ${verdict.pattern.line + 1}). Remove that line, or take the file back with "!${key}" below it.`,
            ...placeInDockerfile(input, source.range),
            ...(platform !== undefined && { platform }),
          },
        ]
      : [],
  );
}
