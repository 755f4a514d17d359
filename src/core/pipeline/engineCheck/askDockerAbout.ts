import type { BaseImageFacts } from '../../check/buildkit/baseImageFacts.js';
import { baseImageReferences } from '../../check/buildkit/baseImageReferences.js';
import type { BasePlatforms, ReadDockerfile } from '../../check/rule.js';
import type { Finding } from '../../finding/finding.js';
import type { Host } from '../../host/host.js';
import type { Recipe } from '../../recipe/recipe.js';
import { askBaseImages } from './askBaseImages.js';
import type { EngineFindings, NoAnswer } from './askEngine.js';
import { askEngine } from './askEngine.js';

/** Who is asked: the program (default `docker`) and the builder (default: the one that buildx would use). */
export interface DockerChoice {
  readonly docker?: string;
  readonly builder?: string;
}

/** What docker said of a recipe. */
export interface EngineAnswers {
  /** How BuildKit's own check went, or why there is none. */
  readonly check: EngineFindings | NoAnswer;
  /** What BuildKit itself found. */
  readonly findings: readonly Finding[];
  readonly facts: readonly BaseImageFacts[];
  readonly platforms: readonly BasePlatforms[];
  /** What it could not say, and why, a sentence each. */
  readonly reasons: readonly string[];
}

/**
 * Asks BuildKit for its own check of a saved recipe, and engine and registry about the base images. Nothing is built
 * or pulled. Whoever does not answer is a reason; it rejects only when aborted.
 */
export async function askDockerAbout(
  recipe: Recipe,
  { document, builds }: ReadDockerfile,
  host: Pick<Host, 'processes' | 'clock' | 'system'>,
  { signal, ...choice }: DockerChoice & { readonly signal?: AbortSignal | undefined } = {},
): Promise<EngineAnswers> {
  const options = { ...choice, ...(signal !== undefined && { signal }) };
  const nativePlatform = `linux/${host.system.architecture}`;
  const asked = baseImageReferences({ recipe, document, builds, subject: { nativePlatform } });
  const [engine, images] = await Promise.all([
    askEngine(recipe, host, options),
    askBaseImages(asked, host, options),
  ]);
  const unsaid = 'reason' in engine ? engine.reason : engine.stoppedBy;
  return {
    check: engine,
    findings: 'reason' in engine ? [] : engine.findings,
    facts: images.facts,
    platforms: images.platforms,
    reasons: [...(unsaid === undefined ? [] : [`BuildKit's own check: ${unsaid}`]), ...images.reasons],
  };
}
