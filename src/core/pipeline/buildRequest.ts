import type { ImageReport, Problem } from '../artifact/imageReport.js';
import type { BuildEvent } from '../build/buildEvent.js';
import type { BuildStatus } from '../build/buildStatus.js';
import type { Finding } from '../finding/finding.js';
import type { BuildPlan } from '../plan/buildPlan.js';
import type { BuildChoices } from '../plan/buildChoices.js';
import type { Recipe } from '../recipe/recipe.js';

/** What a face asks of the build use case. */
export interface BuildRequest {
  readonly recipe: Recipe;
  readonly choices: BuildChoices;
  /** Absolute path of the directory the artifacts go to; made whole or not at all. */
  readonly outputDirectory: string;
  /** Replace an existing output directory that holds an artifact set. */
  readonly force: boolean;
  /** Absolute path of the file that receives the whole log, where one is wanted. */
  readonly logFile?: string;
  /** A branch name given by the user instead of git's. */
  readonly branch?: string;
  /** When Launchpad's rules count as errors; absent: `auto`. */
  readonly launchpad?: 'auto' | 'always' | 'never';
  /** Also keep the archives, beside the output directory: `<output>.oci.tar`, or `<output>.<platform>.tar` each. */
  readonly keepArchive?: boolean;
}

/** What happens while a recipe becomes artifacts; `result` comes last, exactly once. */
export type PipelineEvent =
  | { readonly kind: 'phase'; readonly phase: PipelinePhase }
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] }
  | { readonly kind: 'plan'; readonly plan: BuildPlan }
  | { readonly kind: 'build'; readonly event: BuildEvent }
  | {
      readonly kind: 'bytes';
      readonly phase: PipelinePhase;
      readonly current: number;
      readonly total: number;
    }
  | { readonly kind: 'result'; readonly result: BuildResult };

/** The stations of a build, in order. */
export type PipelinePhase = 'checking' | 'preparing' | 'building' | 'converting' | 'verifying';

/** How a build ended, and all that is known of what it made. */
export interface BuildResult {
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
  readonly recipeName: string;
  readonly findings: readonly Finding[];
  readonly status: BuildStatus;
  readonly images: readonly ImageReport[];
  readonly problems: readonly Problem[];
  readonly outputDirectory: string;
  readonly logFile?: string;
}
