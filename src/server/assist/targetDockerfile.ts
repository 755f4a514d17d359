import * as path from 'node:path';

import type { Files } from '../../core/host/host.js';
import { resolveDockerfile } from '../../core/pipeline/resolveDockerfile.js';
import type { DockerfileNames } from '../../core/recipe/assist/completeRecipe.js';
import { emptyTarget } from '../../core/recipe/emptyTarget.js';
import type { Recipe } from '../../core/recipe/recipe.js';
import { createReport } from '../../core/recipe/report.js';
import { readSource } from '../../core/recipe/readSource.js';
import { findValue, textOf } from '../../core/recipe/sourceNode.js';
import { readDockerfileNames } from './dockerfileNames.js';

/** A recipe file, and how to read what it names. */
export interface TargetSource {
  /** Absolute path of the recipe file. */
  readonly path: string;
  readonly text: string;
  readonly recipes: readonly Recipe[];
  readonly files: Pick<Files, 'readText'>;
  /** The text of a file that the editor holds; undefined for all others. */
  readonly read: (file: string) => string | undefined;
}

/** What the Dockerfile of a target offers; undefined where the target has none that can be read here. */
export async function namesOfTarget(
  target: string,
  source: TargetSource,
): Promise<DockerfileNames | undefined> {
  const recipe = source.recipes.find(({ name }) => name === target);
  const file = recipe === undefined ? writtenDockerfile(target, source) : resolveDockerfile(recipe);
  if (file === undefined) {
    return undefined;
  }
  const text = source.read(file) ?? (await source.files.readText(file).catch(() => undefined));
  return text === undefined ? undefined : readDockerfileNames(file, text);
}

/** For templates, and while a file is being written: what stands in the target itself. */
function writtenDockerfile(target: string, { path: file, text }: TargetSource): string | undefined {
  const body = findValue(findValue(readSource(text, createReport(file)), 'target'), target);
  const written = {
    context: textOf(findValue(body, 'context')) ?? emptyTarget.context,
    dockerfile: textOf(findValue(body, 'dockerfile')) ?? emptyTarget.dockerfile,
  };
  const isPlain = !/[$%]\{/.test(written.context + written.dockerfile);
  return isPlain
    ? resolveDockerfile({ directory: path.dirname(file), target: { ...emptyTarget, ...written } })
    : undefined;
}
