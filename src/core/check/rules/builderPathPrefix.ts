import { isWithin } from '../paths.js';
import { placeOfKey } from '../place.js';
import type { Place } from '../contextFacts.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** Paths that lie in the repository as written, but that Launchpad or its builder refuses. */
export const builderPathPrefix: Rule = {
  name: 'BuilderPathPrefix',
  family: 'recipe',
  title: 'A path looks right, but Launchpad or its builder refuses it',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  const { context, dockerfile } = input.subject.context;
  if (!input.isLaunchpadMeant || context.kind === 'remote') {
    return [];
  }
  return [
    ...symlinkRemarks(input, { what: 'context', key: 'context', place: context }),
    ...(dockerfile === undefined
      ? []
      : [
          ...symlinkRemarks(input, { what: 'Dockerfile', key: 'dockerfile', place: dockerfile }),
          ...escapeRemarks(input, context, dockerfile),
        ]),
  ];
}

/** The builder resolves symlinks and wants the result to begin with the clone's path. */
function symlinkRemarks(
  { recipe, subject }: RuleInput,
  named: { readonly what: string; readonly key: string; readonly place: Place },
): readonly Remark[] {
  const { repository } = subject;
  const { path, realPath } = named.place;
  if (repository.kind !== 'git' || realPath === undefined || !isWithin(repository.root, path)) {
    return [];
  }
  if (isWithin(repository.root, realPath)) {
    return [];
  }
  return [
    {
      severity: 'error',
      message:
        `The ${named.what} ${path} leads through a symbolic link to ${realPath}, outside the repository; ` +
        'Launchpad\'s builder refuses it ("Invalid build file path."). Put the real file into the repository.',
      ...placeOfKey(recipe, named.key, 'context'),
    },
  ];
}

/** Launchpad joins build_file to a directory of its own and refuses what climbs out of it. */
function escapeRemarks({ recipe, subject }: RuleInput, context: Place, dockerfile: Place): readonly Remark[] {
  const { repository } = subject;
  const isInside = repository.kind !== 'git' || isWithin(repository.root, dockerfile.path);
  if (!isInside || isWithin(context.path, dockerfile.path)) {
    return [];
  }
  return [
    {
      severity: 'error',
      message:
        `The Dockerfile ${dockerfile.path} is outside its context ${context.path}; Launchpad names it relative to ` +
        'the context and refuses "..". Move it into the context, or choose a context that holds it.',
      ...placeOfKey(recipe, 'dockerfile', 'context'),
    },
  ];
}
