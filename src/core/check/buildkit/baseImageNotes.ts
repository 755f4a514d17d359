import { oncePer } from '../../base/oncePer.js';
import type { EvaluationInput } from './evaluateBuild.js';
import { evaluateBuilds } from './evaluateBuild.js';
import type { EvaluatedStage, Step } from './evaluatedBuild.js';

/** So many names are told; the rest are counted. */
const mostNames = 5;

/** What UndefinedVar could not judge because base images may set it; a sentence, or undefined when it judged all. */
export function unjudgedVariables(input: EvaluationInput): string | undefined {
  const stages = evaluateBuilds(input).flatMap((build) => build.stages);
  const names = stages.flatMap(({ steps }) => unknownNamesIn(steps));
  if (names.length === 0) {
    return undefined;
  }
  return `UndefinedVar was not checked for ${list(names.map((name) => `$${name}`))}: a base image may set them, and nothing is known of ${imagesOf(stages)}.`;
}

/** What a builder may refuse, depending on what base images set; a sentence, or undefined when nothing is left open. */
export function unjudgedRefusals(input: EvaluationInput): string | undefined {
  const stages = evaluateBuilds(input).flatMap((build) => build.stages);
  const steps = stages.flatMap((stage) => openStepsIn(stage.steps));
  if (steps.length === 0) {
    return undefined;
  }
  const places = steps.map(
    ({ instruction, place }) => `${instruction.keyword} in line ${place.startLine + 1}`,
  );
  const names = steps.flatMap(({ openNames }) => openNames.map((name) => `$${name}`));
  return `Whether a builder refuses ${list(places)} was not checked: it depends on ${list(names)}, which a base image may set, and nothing is known of ${imagesOf(stages)}.`;
}

const unknownNamesIn = oncePer((steps: readonly Step[]) => steps.flatMap(({ unknownNames }) => unknownNames));

const openStepsIn = oncePer((steps: readonly Step[]) =>
  steps.filter(({ openNames }) => openNames.length > 0),
);

function list(items: readonly string[]): string {
  const all = [...new Set(items)];
  const rest = all.length > mostNames ? ` and ${all.length - mostNames} more` : '';
  return `${all.slice(0, mostNames).join(', ')}${rest}`;
}

function imagesOf(stages: readonly EvaluatedStage[]): string {
  const images = new Set(
    stages.flatMap(({ base }) => (base.kind === 'image' && base.facts === undefined ? [base.reference] : [])),
  );
  return images.size === 0 ? 'it' : [...images].join(', ');
}
