import type { RuleInfo } from '../finding/ruleInfo.js';

/** The rules of the recipe file itself, which reading it checks; each has a page in docs/rules. */
export const recipeFileRules = [
  info('RecipeSyntax', 'The recipe file cannot be read as YAML or JSON'),
  info('RecipeKey', 'A key that a recipe does not have'),
  info('RecipeValue', 'A value of the wrong kind, or one that would not arrive as it is written'),
  info('RecipeExpression', 'An expression cannot be evaluated'),
  info('RecipeReference', 'A name of a target or group that is nothing, or names that go in a circle'),
  info('RecipePlatform', 'A platform or processor that has no meaning'),
  info('RecipeLaunchpad', 'The x-launchpad block says something that Launchpad cannot take'),
  info('RecipeSecret', 'A password, token or other credential stands in the recipe file'),
] as const;

/** The name of one of them. */
export type RecipeFileRule = (typeof recipeFileRules)[number]['name'];

function info<Name extends string>(name: Name, title: string): RuleInfo & { readonly name: Name } {
  return { name, family: 'recipe', title, severity: 'error', preset: 'recommended' };
}
