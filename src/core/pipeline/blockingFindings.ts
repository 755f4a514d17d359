import type { Finding } from '../finding/finding.js';
import type { Recipe } from '../recipe/recipe.js';

/**
 * The findings for which a recipe must not be built: errors of the recipe file itself (a misspelt key, a value of the
 * wrong kind). What would be built then is not what was written. Nothing else that a check finds stops a build.
 */
export function blockingFindings(recipe: Recipe, searchFindings: readonly Finding[]): readonly Finding[] {
  return searchFindings.filter(
    (finding) => finding.severity === 'error' && finding.file === recipe.source.file,
  );
}
