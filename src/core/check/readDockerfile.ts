import type { DockerfileDocument } from '../dockerfile/dockerfileDocument.js';
import { parseDockerfile } from '../dockerfile/parseDockerfile.js';
import { resolveDockerfile } from '../dockerfile/resolvedDockerfile.js';
import { formatPlatform } from '../platform/platform.js';
import type { Recipe } from '../recipe/recipe.js';
import type { PlatformBuild, ReadDockerfile } from './rule.js';

/**
 * Parses a Dockerfile and resolves it for each platform of a recipe; never fails. What is the same as in `earlier`, an
 * earlier text of the file, is not read again.
 */
export function readDockerfile(recipe: Recipe, text: string, earlier?: DockerfileDocument): ReadDockerfile {
  const document = parseDockerfile(text, earlier);
  return { document, builds: resolveBuilds(recipe, document) };
}

/** The Dockerfile of a recipe as each of its platforms sees it. */
export function resolveBuilds(recipe: Recipe, document: DockerfileDocument): readonly PlatformBuild[] {
  const { args, target, platforms } = recipe.target;
  const settings = { buildArgs: args, ...(target !== undefined && { target }) };
  return platforms.length === 0
    ? [{ resolved: resolveDockerfile(document, settings) }]
    : platforms.map((platform) => ({
        platform: formatPlatform(platform),
        resolved: resolveDockerfile(document, { ...settings, platform }),
      }));
}
