import type { ImageReport, Problem } from '../../artifact/imageReport.js';
import { isAbort } from '../../base/abort.js';
import { isCoreError } from '../../base/errors.js';
import { baseOfStep } from '../../build/baseOfStep.js';
import type { StepBase } from '../../build/baseOfStep.js';
import type { BuildEvent } from '../../build/buildEvent.js';
import type { BuildStatus } from '../../build/buildStatus.js';
import { initialStatus, reduceStatus } from '../../build/reduceStatus.js';
import type { Finding } from '../../finding/finding.js';
import { formatPlatform } from '../../platform/platform.js';
import type { BuildRequest, BuildResult, PipelineEvent } from '../buildRequest.js';

/** What is known of a build so far; it becomes the result. */
export class BuildRecord {
  readonly #request: BuildRequest;
  readonly #problems: Problem[] = [];
  readonly #bases = new Map<string, StepBase>();
  #findings: readonly Finding[] = [];
  #images: readonly ImageReport[] = [];
  #status: BuildStatus;
  #isVerified = false;
  #isCancelled = false;

  constructor(request: BuildRequest) {
    const { recipe, choices } = request;
    const platforms = choices.platforms.length > 0 ? choices.platforms : recipe.target.platforms;
    this.#request = request;
    this.#status = initialStatus(recipe.name, platforms.map(formatPlatform));
  }

  /** Takes in what an event tells. */
  apply(event: PipelineEvent): void {
    if (event.kind === 'findings') {
      this.#findings = event.findings;
    } else if (event.kind === 'build') {
      this.#status = reduceStatus(this.#status, event.event);
      this.#noteBase(event.event);
    }
  }

  #noteBase(event: BuildEvent): void {
    const base = event.kind === 'vertex' ? baseOfStep(event.name) : undefined;
    if (base !== undefined) {
      this.#bases.set(base.reference, base);
    }
  }

  /** The images that stages were built on, each once. */
  get bases(): readonly StepBase[] {
    return [...this.#bases.values()];
  }

  /** The status of the build proper. */
  get status(): BuildStatus {
    return this.#status;
  }

  addImages(images: readonly ImageReport[]): void {
    this.#images = images;
  }

  addProblems(problems: readonly Problem[]): void {
    this.#problems.push(...problems);
  }

  /** The artifacts were read back, and nothing is left to do. */
  markVerified(): void {
    this.#isVerified = true;
  }

  /** Takes in an error: an abort by the user, or a problem. What is no `CoreError` is a mistake of ours and thrown again. */
  addError(error: unknown, signal?: AbortSignal): void {
    if (signal?.aborted === true && (isAbort(error) || error === signal.reason)) {
      this.#isCancelled = true;
    } else if (isCoreError(error)) {
      this.#problems.push({ code: error.code, message: error.message });
    } else {
      throw error;
    }
  }

  toResult(): BuildResult {
    const { recipe, outputDirectory, logFile } = this.#request;
    return {
      outcome: this.#outcome(),
      recipeName: recipe.name,
      findings: this.#findings,
      status: this.#status,
      images: this.#images,
      problems: this.#problems,
      outputDirectory,
      ...(logFile !== undefined && { logFile }),
    };
  }

  #outcome(): BuildResult['outcome'] {
    if (this.#isCancelled || this.#status.state === 'cancelled') {
      return 'cancelled';
    }
    return this.#isVerified && this.#problems.length === 0 ? 'succeeded' : 'failed';
  }
}
