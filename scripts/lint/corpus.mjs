import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the Dockerfiles that our checks and BuildKit's are compared on. */
export const corpusFolder = join(import.meta.dirname, '..', '..', 'test', 'corpus', 'dockerfiles');

/**
 * The cases whose name the pattern finds: `{ name, folder, text, ignoreFile, args, target, platforms }`. What
 * recipe.json leaves out is empty.
 */
export function readCases(pattern = /./) {
  return readdirSync(corpusFolder)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => readCase(name));
}

function readCase(name) {
  const folder = join(corpusFolder, name);
  const recipeFile = join(folder, 'recipe.json');
  const recipe = existsSync(recipeFile) ? JSON.parse(readFileSync(recipeFile, 'utf8')) : {};
  return {
    name,
    folder,
    text: readFileSync(join(folder, 'Dockerfile'), 'utf8'),
    ignoreFile: readIgnoreFile(folder),
    args: recipe.args ?? {},
    target: recipe.target,
    platforms: recipe.platforms ?? [],
  };
}

/** The one beside the Dockerfile goes before that of the context. */
function readIgnoreFile(folder) {
  const path = ['Dockerfile.dockerignore', '.dockerignore']
    .map((name) => join(folder, name))
    .find((candidate) => existsSync(candidate));
  return path === undefined ? undefined : { path, text: readFileSync(path, 'utf8') };
}
