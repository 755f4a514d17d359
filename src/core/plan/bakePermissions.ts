import path from 'node:path';
import { localPaths } from './buildContext.js';
import type { PlanRequest } from './planRequest.js';

/**
 * The `--allow` options that bake would otherwise ask for at a terminal: paths outside the recipe's directory and
 * entitlements, all of them named by the recipe or the user, who trusted the recipe before anything was planned.
 * https://docs.docker.com/reference/cli/docker/buildx/bake/#allow
 */
export function bakePermissions(request: PlanRequest): readonly string[] {
  const { recipe, choices } = request;
  const targets = [recipe.target, ...Object.values(recipe.dependencies)];
  const entitlements = [...targets.flatMap((target) => target.entitlements), ...choices.allow];
  return [
    ...readPaths(request).map((each) => `fs.read=${each}`),
    ...writePaths(request).map((each) => `fs.write=${each}`),
    ...new Set(entitlements),
  ].flatMap((each) => ['--allow', each]);
}

function readPaths({ recipe, choices }: PlanRequest): readonly string[] {
  const { directory } = recipe;
  const targets = [recipe.target, ...Object.values(recipe.dependencies)];
  const sources = [
    ...targets.flatMap((target) => [...target.secret, ...target.cacheFrom]),
    ...choices.secrets,
    ...choices.cacheFrom,
  ];
  return outside(directory, [
    ...targets.flatMap((target) => localPaths(target, directory)),
    ...localPaths({ ...recipe.target, contexts: choices.buildContexts }, directory),
    ...sources.flatMap((text) => fieldPaths(text, /^(src|source)=/, directory)),
  ]);
}

function writePaths({ recipe, choices, workDirectory }: PlanRequest): readonly string[] {
  const targets = [recipe.target, ...Object.values(recipe.dependencies)];
  const destinations = [...targets.flatMap((target) => target.cacheTo), ...choices.cacheTo];
  return outside(recipe.directory, [
    workDirectory,
    ...destinations.flatMap((text) => fieldPaths(text, /^dest=/, recipe.directory)),
  ]);
}

/** The paths in `key=PATH` fields of a comma-separated option. */
function fieldPaths(text: string, key: RegExp, directory: string): readonly string[] {
  const fields = text.split(',').filter((field) => key.test(field));
  return fields.map((field) => path.resolve(directory, field.replace(key, '')));
}

function outside(directory: string, paths: readonly string[]): readonly string[] {
  const isOutside = (each: string): boolean => {
    const relative = path.relative(directory, each);
    return relative === '..' || /^\.\.[\\/]/.test(relative) || path.isAbsolute(relative);
  };
  return [...new Set(paths.filter(isOutside))];
}
