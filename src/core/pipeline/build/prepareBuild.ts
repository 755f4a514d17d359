import type { Problem } from '../../artifact/imageReport.js';
import { hasCode } from '../../base/errors.js';
import { inspectBuilder } from '../../build/inspectBuilder.js';
import { explainBuilder, judgeBuilder } from '../../build/preflight.js';
import type { Host } from '../../host/host.js';
import type { BuildChoices } from '../../plan/buildChoices.js';
import type { BuildPlan } from '../../plan/buildPlan.js';
import type { BuilderFacts } from '../../plan/builderFacts.js';
import { planBuild } from '../../plan/planBuild.js';
import { formatPlatform } from '../../platform/platform.js';
import type { Platform } from '../../platform/platform.js';
import { toLaunchpadProcessor } from '../../platform/processor.js';
import type { Recipe } from '../../recipe/recipe.js';

/** A build that can start, or why it cannot. */
export type Preparation =
  | {
      readonly kind: 'ready';
      readonly plan: BuildPlan;
      /** What a user should know before: emulation, the way through the engine's store. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'impossible'; readonly problems: readonly Problem[] };

/** Looks at client, engine, buildx and builder, and makes the plan; nothing is started or written. */
export async function prepareBuild(
  { recipe, choices }: { readonly recipe: Recipe; readonly choices: BuildChoices },
  host: Host,
  { workDirectory, signal }: { readonly workDirectory: string; readonly signal: AbortSignal },
): Promise<Preparation> {
  const builder = await inspectBuilder(host, {
    ...(choices.builder !== undefined && { builder: choices.builder }),
    signal,
  });
  const wished = choices.platforms.length > 0 ? choices.platforms : recipe.target.platforms;
  const problems = judgeBuilder(builder, wished);
  if (problems.length > 0) {
    return { kind: 'impossible', problems };
  }
  const plan = planBuild({ recipe, choices, builder, workDirectory });
  const unmapped = plan.platforms.flatMap(judgeProcessor);
  if (unmapped.length > 0) {
    return { kind: 'impossible', problems: unmapped };
  }
  return { kind: 'ready', plan, notes: notesOn(plan, builder) };
}

/** Why: artifacts are named by Launchpad's processor, and a build may take long before that is found out. */
function judgeProcessor(platform: Platform): readonly Problem[] {
  try {
    toLaunchpadProcessor(platform);
    return [];
  } catch (error) {
    if (hasCode(error, 'platform-unmapped')) {
      return [{ code: error.code, message: error.message, platform: formatPlatform(platform) }];
    }
    throw error;
  }
}

function notesOn(plan: BuildPlan, builder: BuilderFacts): readonly string[] {
  return explainBuilder(builder, plan.platforms);
}
