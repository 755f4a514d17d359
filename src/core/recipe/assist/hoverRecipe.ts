import type { Range } from '../../base/text.js';
import { toBakeJson } from '../bakeFile.js';
import type { Recipe } from '../recipe.js';
import { createReport } from '../report.js';
import { readSource } from '../readSource.js';
import { schemaAt } from './schemaPlace.js';
import type { SourcePlace } from './sourcePlace.js';
import { placeAt } from './sourcePlace.js';
import { findTargetMentions, mentionAt } from './targetNames.js';

/** What is shown of a place: Markdown. */
export interface RecipeHover {
  readonly markdown: string;
  readonly range: Range;
}

/** What a hover is asked about. */
export interface HoverRequest {
  readonly text: string;
  readonly position: Range['start'];
  /** The recipes that the file comes to now. */
  readonly recipes: readonly Recipe[];
  /** Whether to explain keys: another extension may do so. */
  readonly withKeys: boolean;
}

/** A key explained, with the value it comes to; or a target, with all that it comes to. */
export function hoverRecipe({ text, position, recipes, withKeys }: HoverRequest): RecipeHover | undefined {
  const mention = mentionAt(findTargetMentions(text), position);
  if (mention !== undefined) {
    return hoverTarget(mention.name, mention.range, recipes);
  }
  const place = placeAt(readSource(text, createReport('')), position);
  return place === undefined ? undefined : hoverPlace(place, recipes, withKeys);
}

function hoverTarget(name: string, range: Range, recipes: readonly Recipe[]): RecipeHover {
  const recipe = recipes.find((candidate) => candidate.name === name);
  if (recipe === undefined) {
    const markdown = name.startsWith('_')
      ? `**${name}** is a template for other targets.`
      : `**${name}** does not come to a recipe that can be built: see its findings.`;
    return { markdown, range };
  }
  const resolved = toBakeJson(recipe).target[name] ?? {};
  return { markdown: `**${name}** comes to\n\n${fence(resolved)}`, range };
}

function hoverPlace(
  { path, role, range }: SourcePlace,
  recipes: readonly Recipe[],
  withKeys: boolean,
): RecipeHover | undefined {
  const keys = path.filter((part, index) => index < 2 || !/^\d+$/.test(part));
  const description = role === 'key' && withKeys ? schemaAt(keys)?.description : undefined;
  const value = resolvedValue(keys, recipes);
  const parts = [
    ...(description === undefined ? [] : [`**${keys.at(-1) ?? ''}** — ${description}`]),
    ...(value === undefined ? [] : [`Comes to\n\n${fence(value)}`]),
  ];
  return parts.length === 0 ? undefined : { markdown: parts.join('\n\n'), range };
}

/** What a field of a target, or an entry of one, comes to. */
function resolvedValue(
  [kind, name = '', field, entry]: readonly string[],
  recipes: readonly Recipe[],
): unknown {
  const recipe =
    kind === 'target' && field !== undefined ? recipes.find((one) => one.name === name) : undefined;
  const value = recipe === undefined ? undefined : toBakeJson(recipe).target[name]?.[field ?? ''];
  return entry === undefined || Array.isArray(value)
    ? value
    : (value as Readonly<Record<string, unknown>> | undefined)?.[entry];
}

function fence(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, undefined, 2)}\n\`\`\``;
}
