import type { DockerfileDocument } from '../../core/dockerfile/dockerfileDocument.js';
import { parseDockerfile } from '../../core/dockerfile/parseDockerfile.js';
import type { DockerfileNames, NamedPlace } from '../../core/recipe/assist/completeRecipe.js';

/** The stages and ARGs of a Dockerfile (`file`: its absolute path), in the order they are written. */
export function readDockerfileNames(file: string, text: string): DockerfileNames {
  const document = parseDockerfile(text);
  return { file, stages: stagesOf(document), args: argsOf(document) };
}

function stagesOf({ stages }: DockerfileDocument): readonly NamedPlace[] {
  return stages.flatMap(({ name, nameWord, from }) =>
    name === undefined ? [] : [{ name, range: nameWord?.range ?? from.range }],
  );
}

function argsOf({ instructions }: DockerfileDocument): readonly NamedPlace[] {
  return instructions
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap(({ assignments = [] }) => assignments)
    .map(({ key, keyRange, value }) => ({
      name: key,
      range: keyRange,
      ...(value !== undefined && { value }),
    }));
}
