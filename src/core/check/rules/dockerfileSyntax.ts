import { readCheckDirectives } from '../buildkit/checkDirective.js';
import { dockerfileProblems } from '../dockerfileProblems.js';
import { dockerfileWarnings } from '../dockerfileWarnings.js';
import type { DockerfileDocument } from '../../dockerfile/dockerfileDocument.js';
import { placeInDockerfile, placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** What a builder refuses, or takes against expectation, in the Dockerfile as such; names begin with `Dockerfile`. */
export const dockerfileSyntax: Rule = {
  name: 'DockerfileSyntax',
  family: 'recipe',
  title: 'A builder refuses something in the Dockerfile, or understands it otherwise than it looks',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  if (input.document === undefined) {
    return [];
  }
  const said = [...dockerfileProblems(input), ...dockerfileWarnings(input.document)];
  return [
    ...said.map(({ range, ...problem }) => ({ ...problem, ...placeInDockerfile(input, range) })),
    ...checkProblems(input, input.document),
  ];
}

/** A `check` that is not understood ends a build before anything is read, the build argument of that name too. */
function checkProblems(input: RuleInput, document: DockerfileDocument): readonly Remark[] {
  return readCheckDirectives(document, input.recipe.target.args).problems.map(({ message, range }) => ({
    rule: 'DockerfileInvalidDirective',
    severity: 'error',
    message,
    ...(range === undefined ? placeOfKey(input.recipe, 'args') : placeInDockerfile(input, range)),
  }));
}
