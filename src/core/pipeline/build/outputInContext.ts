import { isAbsolute, join, relative } from 'node:path';

import { resolveBuilds } from '../../check/readDockerfile.js';
import { sourceKey } from '../../check/contextFacts.js';
import { outputInContext } from '../../check/buildRules.js';
import { parseDockerfile } from '../../dockerfile/parseDockerfile.js';
import { parseIgnoreFile } from '../../dockerfile/ignoreFile.js';
import type { Source } from '../../dockerfile/resolvedDockerfile.js';
import type { Finding } from '../../finding/finding.js';
import type { Files } from '../../host/host.js';
import type { BuildRequest } from '../buildRequest.js';
import { recipePaths } from '../readContextFacts.js';
import { readIfThere } from './readIfThere.js';

/**
 * A warning where the next build would copy the artifacts of this one into its image: they lie in the build context,
 * no ignore file keeps them out, and a COPY or ADD takes a directory that holds them.
 */
export async function findOutputInContext(request: BuildRequest, files: Files): Promise<readonly Finding[]> {
  const { context, dockerfile } = recipePaths(request.recipe);
  const output = context === undefined ? undefined : pathWithin(context, request.outputDirectory);
  if (context === undefined || dockerfile === undefined || output === undefined) {
    return [];
  }
  const text = await readIfThere(dockerfile, files);
  if (text === undefined || (await isIgnored(output, context, dockerfile, files))) {
    return [];
  }
  const builds = resolveBuilds(request.recipe, parseDockerfile(text));
  const [source] = builds.flatMap(({ resolved }) => resolved.sources).filter((each) => takes(each, output));
  return source === undefined ? [] : [warn(source, output, dockerfile)];
}

/** The path below a directory with forward slashes; undefined when it lies elsewhere or is the directory itself. */
function pathWithin(directory: string, path: string): string | undefined {
  const way = relative(directory, path);
  const isWithin = way !== '' && !isAbsolute(way) && way !== '..' && !/^\.\.[/\\]/.test(way);
  return isWithin ? way.replaceAll('\\', '/') : undefined;
}

async function isIgnored(
  output: string,
  context: string,
  dockerfile: string,
  files: Files,
): Promise<boolean> {
  const text =
    (await readIfThere(`${dockerfile}.dockerignore`, files)) ??
    (await readIfThere(join(context, '.dockerignore'), files));
  return text !== undefined && parseIgnoreFile(text).excludedBy(output) !== undefined;
}

function takes({ kind, value }: Source, output: string): boolean {
  if (kind !== 'path' || value === undefined) {
    return false;
  }
  const key = sourceKey(value);
  return key === '.' || key === '*' || output === key || output.startsWith(`${key}/`);
}

function warn({ keyword, text, range }: Source, output: string, file: string): Finding {
  const [top = output] = output.split('/');
  return {
    rule: outputInContext.name,
    severity: 'warning',
    message:
      `The artifacts go to ${output} in the build context, and "${keyword} ${text}" would copy them into the next image. ` +
      `Add "${top}" to .dockerignore, or choose an output outside of the context.`,
    file,
    range,
    fixes: [],
  };
}
