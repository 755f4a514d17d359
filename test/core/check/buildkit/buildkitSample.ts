import type { BaseImageFacts } from '../../../../src/core/check/buildkit/baseImageFacts.js';
import { buildkitRules } from '../../../../src/core/check/buildkit/buildkitRules.js';
import { checkRecipe } from '../../../../src/core/check/checkRecipe.js';
import type { CheckPolicy } from '../../../../src/core/finding/checkPolicy.js';
import type { Finding } from '../../../../src/core/finding/finding.js';
import type { Target } from '../../../../src/core/recipe/recipe.js';
import { sample } from '../sampleSubject.js';

/** What differs from a recipe that gives nothing, on a machine where nobody was asked about base images. */
export interface BuildkitSample {
  readonly target?: Partial<Omit<Target, 'platforms'>>;
  readonly platforms?: readonly string[];
  readonly ignore?: string;
  readonly baseImages?: readonly BaseImageFacts[];
  readonly nativePlatform?: string;
  readonly policy?: CheckPolicy;
}

const names = new Set(buildkitRules.map(({ name }) => name));

/** What a check finds under the names of BuildKit's checks. */
export function buildkitFindings(text: string, differences: BuildkitSample = {}): readonly Finding[] {
  const { target, platforms, ignore, baseImages, nativePlatform, policy } = differences;
  const { recipe, subject } = sample({
    text,
    ...(target !== undefined && { target }),
    ...(platforms !== undefined && { platforms }),
    ...(ignore !== undefined && { ignore }),
  });
  return checkRecipe(recipe, {
    ...subject,
    policy: policy ?? { preset: 'recommended', rules: {} },
    ...(baseImages !== undefined && { baseImages }),
    ...(nativePlatform !== undefined && { nativePlatform }),
  }).findings.filter(({ rule }) => names.has(rule));
}

/** `line rule` of each finding, lines from 1, and the platform where one is named. */
export function found(text: string, differences: BuildkitSample = {}): readonly string[] {
  return buildkitFindings(text, differences).map(
    ({ rule, range, platform }) =>
      `${range.start.line + 1} ${rule}${platform === undefined ? '' : ` ${platform}`}`,
  );
}

/** The messages of one rule. */
export function messages(rule: string, text: string, differences: BuildkitSample = {}): readonly string[] {
  return buildkitFindings(text, differences)
    .filter((finding) => finding.rule === rule)
    .map(({ message }) => message);
}

/** A base image that sets nothing but PATH. */
export function plainBase(reference: string, more: Partial<BaseImageFacts> = {}): BaseImageFacts {
  return { reference, os: 'linux', architecture: 'amd64', env: ['PATH=/bin'], ...more };
}
