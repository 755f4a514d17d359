import type { Platform } from '../platform/platform.js';

/**
 * What a build will run, as data: it can be printed, compared and run, and making it touches nothing.
 * Paths are absolute. Files are written first, then the steps run in order; afterwards the files are removed again.
 */
export interface BuildPlan {
  readonly recipeName: string;
  readonly platforms: readonly Platform[];
  readonly strategy: BuildStrategy;
  readonly files: readonly PlannedFile[];
  readonly steps: readonly PlanStep[];
  /** The archives that hold the image afterwards, each with the platforms it is to contain. */
  readonly archives: readonly PlannedArchive[];
  /** The file of buildx's `--metadata-file`, one a build step. */
  readonly metadataFiles: readonly string[];
}

/**
 * `oci`: one buildx run exports an OCI archive with all platforms (or, where several nodes share the work, one run
 * and one archive a platform).
 * `save`: the builder cannot export OCI, so each platform is built into the engine's store and saved from there.
 */
export type BuildStrategy = 'oci' | 'save';

/** A file the plan needs, such as the resolved bake file. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

/** One program run. `progress` says how its output is decoded. */
export interface PlanStep {
  readonly kind: 'build' | 'save' | 'untag';
  readonly program: string;
  readonly args: readonly string[];
  readonly workingDirectory: string;
  /** Only what is added to the environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly progress: 'rawjson' | 'text';
  readonly platforms: readonly Platform[];
}

/** An archive that a step writes. */
export interface PlannedArchive {
  readonly path: string;
  readonly platforms: readonly Platform[];
}
