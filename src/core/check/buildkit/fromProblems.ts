import type { BuildProblem, Stage } from '../../dockerfile/dockerfileDocument.js';
import { flagOf } from '../../dockerfile/dockerfileDocument.js';
import { quoteGo } from '../../dockerfile/goText.js';
import { stageNameError } from '../../dockerfile/imageName.js';
import { platformProblem } from '../../dockerfile/platformProblem.js';
import { expansionProblem } from '../../dockerfile/variableProblems.js';
import type { Expansion } from './wordExpansion.js';

/** What the builder refuses of a FROM, in its order; `isStage` tells whether it names an earlier stage. */
export function fromProblems(
  { from, base }: Stage,
  name: Expansion,
  { platform, isStage }: { readonly platform: Expansion | undefined; readonly isStage: boolean },
): readonly BuildProblem[] {
  if (base === undefined) {
    return [];
  }
  const broken = expansionProblem(base, name);
  if (broken.length > 0) {
    return broken;
  }
  const { value } = name;
  if (value === '') {
    const message = `base name (${base.text}) should not be blank`;
    return [{ code: 'blank-base-name', message, range: base.range }];
  }
  const error = value === undefined || isStage ? undefined : stageNameError(value);
  const reference =
    error === undefined ? [] : [{ code: 'invalid-from' as const, message: error, range: base.range }];
  return [...platformProblems(from, platform), ...reference];
}

function platformProblems(from: Stage['from'], platform: Expansion | undefined): readonly BuildProblem[] {
  const flag = flagOf(from, 'platform');
  const message = flag?.value === undefined ? undefined : platformError(flag.value, platform);
  return flag === undefined || message === undefined
    ? []
    : [{ code: 'invalid-flag-value', message, range: flag.range }];
}

function platformError(written: string, platform: Expansion | undefined): string | undefined {
  const { value, error } = platform ?? {};
  if (error !== undefined) {
    // Why: the builder means to name the result here, and there is none.
    return `failed to process arguments for platform : failed to process ${quoteGo(written)}: ${error}`;
  }
  return value === ''
    ? `empty platform value from expression ${written}`
    : value && platformProblem(value, written);
}
