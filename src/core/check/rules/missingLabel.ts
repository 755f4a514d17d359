import type { Instruction } from '../../dockerfile/dockerfileDocument.js';
import { placeInDockerfile, placeOfDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** A label that the image must have, as the user said, and has not. */
export const missingLabel: Rule = {
  name: 'MissingLabel',
  family: 'recipe',
  title: 'The image lacks a label that was asked for with x-check.labels',
  severity: 'warning',
  preset: 'recommended',
  check,
};

/** A label, the names that do as well, and where it has to be. */
interface Wanted {
  readonly names: readonly string[];
  readonly schema: string;
  /** Whether only the Dockerfile's last stage counts: who builds there knows no labels of a recipe. */
  readonly isInDockerfile: boolean;
}

const oci = ['title', 'description', 'source', 'licenses', 'version'].map(
  (name) => `org.opencontainers.image.${name}`,
);

/**
 * The labels that are customary somewhere: https://specs.opencontainers.org/image-spec/annotations/ and, for OSBS, what
 * a build there refuses to be without.
 */
const schemas: Readonly<Record<string, readonly (readonly string[])[]>> = {
  oci: oci.map((name) => [name]),
  launchpad: oci.map((name) => [name]),
  osbs: [
    ['com.redhat.component', 'BZComponent'],
    ['name', 'Name'],
    ['version', 'Version'],
  ],
};

function check(input: RuleInput): readonly Remark[] {
  const { labels = [] } = input.subject;
  const stage = input.builds[0]?.resolved.finalStage;
  if (labels.length === 0 || stage === undefined) {
    return [];
  }
  const own = labelsOf(stage.instructions);
  const all = new Set([...own, ...inheritedLabels(input), ...Object.keys(input.recipe.target.labels)]);
  const seen = new Set<string>();
  return labels.flatMap(wantedBy).flatMap(({ names, schema, isInDockerfile }) => {
    const [name = ''] = names;
    const has = isInDockerfile ? own : all;
    if (names.some((each) => has.has(each)) || seen.has(name)) {
      return [];
    }
    seen.add(name);
    return [
      {
        severity: 'warning',
        message:
          `The image has no label ${name}${schema === name ? '' : `, which is customary for ${schema}`}. ` +
          `Add "LABEL ${name}=…"${isInDockerfile ? ' to the last stage of the Dockerfile' : ''}.`,
        ...(stage.base === undefined
          ? placeOfDockerfile(input)
          : placeInDockerfile(input, stage.from.keywordRange)),
      },
    ];
  });
}

function wantedBy(label: string): readonly Wanted[] {
  const names = Object.hasOwn(schemas, label) ? schemas[label] : undefined;
  const isInDockerfile = label === 'launchpad' || label === 'osbs';
  return (names ?? [[label]]).map((each) => ({ names: each, schema: label, isInDockerfile }));
}

/** Labels of the stages that the final one is made from. */
function inheritedLabels({ builds }: RuleInput): readonly string[] {
  return builds.flatMap(({ resolved: { finalStage, reachable } }) => {
    const names: string[] = [];
    let base = finalStage?.base?.text.toLowerCase();
    for (const stage of reachable.toReversed()) {
      if (stage !== finalStage && stage.name !== undefined && stage.name === base) {
        names.push(...labelsOf(stage.instructions));
        base = stage.base?.text.toLowerCase();
      }
    }
    return names;
  });
}

function labelsOf(instructions: readonly Instruction[]): ReadonlySet<string> {
  return new Set(
    instructions
      .filter(({ keyword }) => keyword === 'LABEL')
      .flatMap(({ assignments = [] }) => assignments.map(({ key }) => key.replaceAll(/["']/g, ''))),
  );
}
