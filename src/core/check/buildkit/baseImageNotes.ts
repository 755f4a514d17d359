import type { EvaluationInput } from './evaluateBuild.js';
import { evaluateBuilds } from './evaluateBuild.js';
import type { EvaluatedStage } from './evaluatedBuild.js';

/** So many names are told; the rest are counted. */
const mostNames = 5;

/** What UndefinedVar could not judge because base images may set it; a sentence, or undefined when it judged all. */
export function unjudgedVariables(input: EvaluationInput): string | undefined {
  const stages = evaluateBuilds(input).flatMap((build) => build.stages);
  const names = new Set(stages.flatMap(({ steps }) => steps.flatMap(({ unknownNames }) => unknownNames)));
  if (names.size === 0) {
    return undefined;
  }
  const told = [...names].slice(0, mostNames).map((name) => `$${name}`);
  const rest = names.size > mostNames ? ` and ${names.size - mostNames} more` : '';
  return `UndefinedVar was not checked for ${told.join(', ')}${rest}: a base image may set them, and nothing is known of ${imagesOf(stages)}.`;
}

function imagesOf(stages: readonly EvaluatedStage[]): string {
  const images = new Set(
    stages.flatMap(({ base }) => (base.kind === 'image' && base.facts === undefined ? [base.reference] : [])),
  );
  return images.size === 0 ? 'it' : [...images].join(', ');
}
