import type { Severity } from '../../finding/finding.js';
import type { Recipe } from '../../recipe/recipe.js';
import { findTarget } from '../../dockerfile/resolvedDockerfile.js';
import { placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** What the recipe says and Launchpad does not do: it builds a Dockerfile in a directory with arguments, no more. */
export const launchpadIgnores: Rule = {
  name: 'LaunchpadIgnores',
  family: 'recipe',
  title: 'The recipe says something that Launchpad does not do',
  severity: 'error',
  preset: 'recommended',
  check,
};

interface Ignored {
  readonly key: string;
  readonly isSet: (target: Recipe['target']) => boolean;
  readonly severity: Severity;
  /** What follows from it, and what to do instead. */
  readonly consequence: string;
}

const ignored: readonly Ignored[] = [
  {
    key: 'dockerfile-inline',
    isSet: ({ dockerfileInline }) => dockerfileInline !== undefined,
    severity: 'error',
    consequence: 'it needs a Dockerfile in the branch. Write the text to a file.',
  },
  {
    key: 'contexts',
    isSet: ({ contexts }) => Object.keys(contexts).length > 0,
    severity: 'error',
    consequence:
      'names that stand for other contexts mean images there. Use stages of the Dockerfile instead.',
  },
  {
    key: 'secret',
    isSet: ({ secret }) => secret.length > 0,
    severity: 'warning',
    consequence: 'steps that need a secret find none. Do without secrets in what Launchpad builds.',
  },
  {
    key: 'ssh',
    isSet: ({ ssh }) => ssh.length > 0,
    severity: 'warning',
    consequence: 'steps that need an SSH agent find none. Fetch over https instead.',
  },
  {
    key: 'labels',
    isSet: ({ labels }) => Object.keys(labels).length > 0,
    severity: 'warning',
    consequence: 'its images do not have them. Write LABEL into the Dockerfile.',
  },
  {
    key: 'network',
    isSet: ({ network }) => network !== undefined && network !== 'default',
    severity: 'warning',
    consequence: 'steps have the network of the builder.',
  },
  {
    key: 'extra-hosts',
    isSet: ({ extraHosts }) => Object.keys(extraHosts).length > 0,
    severity: 'warning',
    consequence: 'steps do not find these hosts.',
  },
  {
    key: 'entitlements',
    isSet: ({ entitlements }) => entitlements.length > 0,
    severity: 'warning',
    consequence: 'steps run without these rights.',
  },
  {
    key: 'shm-size',
    isSet: ({ shmSize }) => shmSize !== undefined,
    severity: 'warning',
    consequence: 'steps have the default shared memory.',
  },
  {
    key: 'ulimits',
    isSet: ({ ulimits }) => ulimits.length > 0,
    severity: 'warning',
    consequence: "steps have the builder's limits.",
  },
  {
    key: 'tags',
    isSet: ({ tags }) => tags.length > 0,
    severity: 'info',
    consequence: 'a push gets one tag, made of the branch name. Name the repository in a push rule.',
  },
  {
    key: 'annotations',
    isSet: ({ annotations }) => annotations.length > 0,
    severity: 'info',
    consequence: 'its manifests do not have them.',
  },
  {
    key: 'attest',
    isSet: ({ attest }) => attest.length > 0,
    severity: 'info',
    consequence: 'it makes no provenance and no SBOM.',
  },
  {
    key: 'output',
    isSet: ({ output }) => output.length > 0,
    severity: 'info',
    consequence: 'it keeps its own artifacts. This only matters for local builds.',
  },
  {
    key: 'cache-from',
    isSet: ({ cacheFrom, cacheTo }) => cacheFrom.length + cacheTo.length > 0,
    severity: 'info',
    consequence: 'it always builds without a cache. This only matters for local builds.',
  },
];

function check(input: RuleInput): readonly Remark[] {
  const { recipe, isLaunchpadMeant } = input;
  if (!isLaunchpadMeant) {
    return [];
  }
  return [
    ...ignored
      .filter(({ isSet }) => isSet(recipe.target))
      .map(({ key, severity, consequence }) => ({
        severity,
        message: `Launchpad ignores "${key}": ${consequence}`,
        ...placeOfKey(recipe, key, key === 'cache-from' ? 'cache-to' : key),
      })),
    ...targetRemarks(input),
  ];
}

/** A target that is the last stage anyway changes nothing. */
function targetRemarks({ recipe, document }: RuleInput): readonly Remark[] {
  const { target } = recipe.target;
  const last = document?.stages.at(-1);
  if (target === undefined || document === undefined || findTarget(document, target) === last) {
    return [];
  }
  return [
    {
      severity: 'error',
      message:
        `Launchpad ignores "target": it builds the last stage of the Dockerfile, not "${target}". ` +
        'Make that stage the last one.',
      ...placeOfKey(recipe, 'target'),
    },
  ];
}
