import { resolve } from 'node:path';

import { findRecipes, joinSearches } from '../../core/pipeline/findRecipes.js';
import type { RecipeSearch } from '../../core/pipeline/findRecipes.js';
import type { Options } from '../options/invocation.js';
import { UsageError } from '../options/usageError.js';
import type { World } from '../world.js';
import type { NamedPath } from './checkPaths.js';
import { expandPaths } from './checkPaths.js';

/** What is to be checked. */
export interface Subject {
  readonly places: readonly NamedPath[];
  /** Looks for the recipes of all places; each recipe is found once. */
  readonly search: () => Promise<RecipeSearch>;
  /** The text that stdin gives to a file; undefined for any other file. */
  readonly read: (file: string) => string | undefined;
}

/** Reads what the operands mean: places, patterns, or `-` for a Dockerfile on stdin. */
export async function readSubject(
  operands: readonly string[],
  options: Options,
  world: World,
): Promise<Subject> {
  if (operands.includes('-')) {
    return readStdinSubject(operands, options, world);
  }
  if (options.has('stdin-path')) {
    throw new UsageError('--stdin-path says what the text on stdin is; give - as PATH to have it read.');
  }
  return createSubject(await expandPaths(operands, world), () => undefined, world);
}

async function readStdinSubject(
  operands: readonly string[],
  options: Options,
  world: World,
): Promise<Subject> {
  if (operands.length > 1) {
    throw new UsageError('The text on stdin (-) is checked alone; give no other PATH beside it.');
  }
  if (options.has('fix')) {
    throw new UsageError('--fix changes files, and the text on stdin (-) is none.');
  }
  if (options.has('engine')) {
    throw new UsageError('--engine checks saved files, and the text on stdin (-) is none.');
  }
  const name = options.text('stdin-path') ?? 'Dockerfile';
  const path = resolve(world.host.system.currentDirectory, name);
  const text = await readText(world.stdin);
  return createSubject([{ name, path }], (file) => (file === path ? text : undefined), world);
}

/** A byte order mark is no part of the text, as with files. */
async function readText(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function createSubject(places: readonly NamedPath[], read: Subject['read'], world: World): Subject {
  return {
    places,
    read,
    search: async () => {
      const searches: RecipeSearch[] = [];
      for (const { path } of places) {
        searches.push(
          await findRecipes(path, world.host, { signal: world.signal, allowPrograms: true, read }),
        );
      }
      return withoutRepeats(joinSearches(searches));
    },
  };
}

/** A recipe that several places lead to is one. */
function withoutRepeats(search: RecipeSearch): RecipeSearch {
  const recipes = new Map(search.recipes.map((recipe) => [`${recipe.source.file}\0${recipe.name}`, recipe]));
  return { ...search, recipes: [...recipes.values()], notes: [...new Set(search.notes)] };
}
