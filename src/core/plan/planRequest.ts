import type { Platform } from '../platform/platform.js';
import type { Recipe } from '../recipe/recipe.js';
import type { BuilderFacts } from './builderFacts.js';
import type { BuildChoices } from './buildChoices.js';
import type { PlannedFile } from './buildPlan.js';

/** All that a plan depends on: the same request gives the same plan. */
export interface PlanRequest {
  readonly recipe: Recipe;
  readonly choices: BuildChoices;
  readonly builder: BuilderFacts;
  /**
   * Absolute path of a directory that belongs to this build alone: it receives the archives and every other file of
   * the plan, and its name makes the names of local images unique.
   */
  readonly workDirectory: string;
}

/** A build command without its output: what comes after `docker buildx` and where it runs. */
export interface Invocation {
  readonly args: readonly string[];
  readonly workingDirectory: string;
  readonly files: readonly PlannedFile[];
}

/** What one build command makes, and how it says so. */
export interface InvocationOutput {
  /** Tells the files of one command from those of the others of its plan. */
  readonly name: string;
  /** As `--output` takes it. */
  readonly output: string;
  readonly metadataFile: string;
  readonly platforms: readonly Platform[];
  /** A name for the image in the engine's store. */
  readonly tag?: string;
}

/** `--progress`: machine-readable where the installed buildx has it. */
export function progressOption(builder: BuilderFacts): string {
  return builder.progress === 'rawjson' ? 'rawjson' : 'plain';
}
