import type { Range } from '../../base/text.js';
import { createReport } from '../report.js';
import { readSource } from '../readSource.js';
import type { DockerfileNames } from './completeRecipe.js';
import { placeAt } from './sourcePlace.js';
import { findTargetMentions, mentionAt } from './targetNames.js';

/** Where something that a recipe file names is. */
export interface RecipeLink {
  /** Absolute path; undefined: the recipe file itself. */
  readonly file?: string;
  readonly range: Range;
  /** What was followed. */
  readonly origin: Range;
}

const top: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/**
 * Where what is written at a position is defined: a target in the file itself, a Dockerfile, a stage or an ARG of it.
 * `dockerfileOf` gives what a target's Dockerfile offers.
 */
export async function followRecipe(
  { text, position }: { readonly text: string; readonly position: Range['start'] },
  dockerfileOf: (target: string) => Promise<DockerfileNames | undefined>,
): Promise<RecipeLink | undefined> {
  const mentions = findTargetMentions(text);
  const mention = mentionAt(mentions, position);
  if (mention !== undefined) {
    const definition = mentions.find(({ name, isDefinition }) => isDefinition && name === mention.name);
    return definition === undefined ? undefined : { range: definition.range, origin: mention.range };
  }
  const place = placeAt(readSource(text, createReport('')), position);
  const [kind, target, field] = place?.path ?? [];
  if (place === undefined || kind !== 'target' || target === undefined) {
    return undefined;
  }
  const names = await dockerfileOf(target);
  const range = names === undefined ? undefined : rangeIn(names, field, place.text);
  return names === undefined || range === undefined
    ? undefined
    : { file: names.file, range, origin: place.range };
}

function rangeIn(
  { stages, args }: DockerfileNames,
  field: string | undefined,
  text: string,
): Range | undefined {
  switch (field) {
    case 'dockerfile':
    case 'context':
      return top;
    case 'target':
    case 'no-cache-filter':
      return stages.findLast(({ name }) => name.toLowerCase() === text.toLowerCase())?.range;
    case 'args':
      return args.find(({ name }) => name === text)?.range;
    default:
      return undefined;
  }
}
