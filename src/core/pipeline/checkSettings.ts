import type { HadolintConfig } from '../check/hadolint/hadolintConfig.js';
import { applyPolicy, resolvePolicy } from '../check/policy.js';
import type { CheckPolicy, PolicyLayer } from '../finding/checkPolicy.js';
import type { Finding } from '../finding/finding.js';
import type { CheckBlock, Recipe } from '../recipe/recipe.js';
import type { RecipeSearch } from './findRecipes.js';

/** What a user says of the rules, besides what files of the repository say. */
export interface LintSettings {
  /** What holds unless a file of the repository says otherwise: the settings of an editor. */
  readonly settings?: CheckBlock | undefined;
  /** What holds whatever files say: the flags of the command line. */
  readonly flags?: PolicyLayer | undefined;
}

/**
 * The policy of a recipe. Each place has the last word over those before it: the preset `recommended`, the editor's
 * settings, `.hadolint.yaml`, the recipe file's `x-check`, the target's `x-check`, the flags of the command line.
 */
export function policyOf(recipe: Recipe, hadolint: HadolintConfig, lint: LintSettings = {}): CheckPolicy {
  return layered([toLayer(hadolint), ...(recipe.check ?? [])], lint);
}

/** The labels that a recipe's image must have: as its target says, else its file, else the editor's settings. */
export function labelsOf(recipe: Recipe, { settings }: LintSettings = {}): readonly string[] {
  const own = recipe.check?.findLast(({ labels }) => labels !== undefined)?.labels;
  return own ?? settings?.labels ?? [];
}

/** In hadolint's own order: what is ignored is silent, whatever severity it is given. */
function toLayer({ ignored, overrides }: HadolintConfig): PolicyLayer {
  const off = [...ignored].map((name) => [name, 'off'] as const);
  return { rules: Object.fromEntries([...overrides, ...off]), isModifier: true };
}

/** What a search found wrong with recipe files, as far as each file's own `x-check` and the user let it be said. */
export function applyLint(
  { findings, checks }: Pick<RecipeSearch, 'findings' | 'checks'>,
  lint: LintSettings = {},
): readonly Finding[] {
  return findings.flatMap((finding) => {
    const check = checks?.get(finding.file);
    return applyPolicy(layered(check === undefined ? [] : [check], lint), [finding]);
  });
}

function layered(own: readonly PolicyLayer[], { settings, flags }: LintSettings): CheckPolicy {
  return resolvePolicy([settings, ...own, flags].filter((layer) => layer !== undefined));
}
