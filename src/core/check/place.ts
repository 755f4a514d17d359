import type { Range } from '../base/text.js';
import { startOfText } from '../base/text.js';
import { firstLineOf } from '../dockerfile/dockerfileDocument.js';
import type { Recipe } from '../recipe/recipe.js';
import type { RuleInput } from './rule.js';

/** Where a finding points. */
export interface FindingPlace {
  readonly file: string;
  readonly range: Range;
}

/** The key of a recipe file that something is about; the target's name, or the file's start, when it is not there. */
export function placeOfKey({ source }: Recipe, ...keys: readonly string[]): FindingPlace {
  const range = keys.map((key) => source.keyRanges[key]).find((found) => found !== undefined);
  return { file: source.file, range: range ?? source.nameRange ?? startOfText };
}

/** The first line of the Dockerfile. */
export function placeOfDockerfile(input: RuleInput): FindingPlace {
  return placeInDockerfile(input, firstLineOf(input.subject.dockerfileText ?? ''));
}

/** A stretch of the Dockerfile; of an inline Dockerfile, the key of the recipe file that holds it. */
export function placeInDockerfile({ recipe, subject }: RuleInput, range: Range): FindingPlace {
  return recipe.target.dockerfileInline === undefined
    ? { file: subject.dockerfilePath, range }
    : placeOfKey(recipe, 'dockerfile-inline');
}
