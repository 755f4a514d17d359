import { copyFile, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuildEvent } from '../../../src/core/build/buildEvent.js';
import type { BuildStatus } from '../../../src/core/build/buildStatus.js';
import { inspectBuilder } from '../../../src/core/build/inspectBuilder.js';
import { initialStatus, reduceStatus } from '../../../src/core/build/reduceStatus.js';
import { runPlan } from '../../../src/core/build/runPlan.js';
import type { Host } from '../../../src/core/host/host.js';
import type { BuildChoices } from '../../../src/core/plan/buildChoices.js';
import { noChoices } from '../../../src/core/plan/buildChoices.js';
import type { BuildPlan } from '../../../src/core/plan/buildPlan.js';
import { planBuild } from '../../../src/core/plan/planBuild.js';
import type { Recipe, Target } from '../../../src/core/recipe/recipe.js';
import { labBase, labRootfs } from '../../support/labEngine.js';
import { emptyTarget } from '../../../src/core/recipe/emptyTarget.js';
import { bothPlatforms } from '../../support/planValues.js';

/** The sample recipe of this folder for amd64 and arm64. */
export function sampleRecipe(
  target: Partial<Target> = {},
  dependencies: Recipe['dependencies'] = {},
): Recipe {
  const directory = path.join(import.meta.dirname, 'sample');
  return {
    name: 'sample',
    source: { kind: 'dockerfile', file: path.join(directory, 'Dockerfile'), keyRanges: {} },
    directory,
    target: {
      ...emptyTarget,
      platforms: bothPlatforms,
      contexts: labBase('ubuntu:24.04'),
      ...target,
    },
    dependencies,
  };
}

/** A recipe that needs no base image, for engines whose store holds one platform only. */
export async function rootfsRecipe(args: Readonly<Record<string, string>> = {}): Promise<Recipe> {
  const directory = await mkdtemp(path.join(tmpdir(), 'rootfs-recipe-'));
  await copyFile(
    path.join(import.meta.dirname, 'sample', 'rootfs.Dockerfile'),
    path.join(directory, 'Dockerfile'),
  );
  await writeFile(path.join(directory, 'rootfs-amd64.tar'), labRootfs('amd64'));
  await writeFile(path.join(directory, 'rootfs-arm64.tar'), labRootfs('arm64'));
  return { ...sampleRecipe({ contexts: {}, args, noCache: true }), directory };
}

/** What a build was and left behind. */
export interface Built {
  readonly plan: BuildPlan;
  readonly events: readonly BuildEvent[];
  readonly status: BuildStatus;
  /** Names in the work directory afterwards. */
  readonly files: readonly string[];
}

/** Plans and runs one build; `onEvent` sees each event as it comes. */
export async function build(
  host: Host,
  recipe: Recipe,
  options: {
    readonly choices?: Partial<BuildChoices>;
    readonly signal?: AbortSignal;
    readonly onEvent?: (event: BuildEvent) => void;
  } = {},
): Promise<Built> {
  const workDirectory = await mkdtemp(path.join(tmpdir(), 'build-flow-'));
  const choices = { ...noChoices, ...options.choices };
  const builder = await inspectBuilder(
    host,
    choices.builder === undefined ? {} : { builder: choices.builder },
  );
  const plan = planBuild({ recipe, choices, builder, workDirectory });
  const events: BuildEvent[] = [];
  let status = initialStatus(recipe.name, []);
  for await (const event of runPlan(
    plan,
    host,
    options.signal === undefined ? {} : { signal: options.signal },
  )) {
    events.push(event);
    status = reduceStatus(status, event);
    options.onEvent?.(event);
  }
  return { plan, events, status, files: (await readdir(workDirectory)).sort() };
}
