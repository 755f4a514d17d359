import { messageOf } from '../../core/base/errors.js';
import type { Finding } from '../../core/finding/finding.js';
import { checkRecipeOnDisk } from '../../core/pipeline/checkRecipe.js';
import type { EngineFindings, NoAnswer } from '../../core/pipeline/engineCheck/askEngine.js';
import { mergeEngineFindings } from '../../core/pipeline/engineCheck/mergeEngineFindings.js';
import type { Recipe } from '../../core/recipe/recipe.js';
import type { LateAnswer, LateCheck, LateRequest } from './lateCheck.js';

/** More recipes than these (a folder can have many) are left to the checks without an engine. */
const maxRecipes = 8;

/**
 * BuildKit's own check by an engine, of what is saved, and what our checks find with what engine and registry know of
 * the base images. Its answer holds only what our own checks have not said: what
 * both say goes as soon as the text no longer has it, and not first with the next answer.
 */
export const askBuildKit: LateCheck = {
  name: 'buildkit',
  basis: 'disk',
  ask: async (request) => {
    const { settings, isTrusted } = request;
    if (settings.engine === 'off') {
      return { kind: 'silent', why: 'off' };
    }
    return isTrusted ? askAll(request) : { kind: 'silent', why: 'restricted' };
  },
};

/** What is saved is checked once more, as `check --engine` does, with what docker says of it. */
async function askAll(request: LateRequest): Promise<LateAnswer> {
  const { check, host, signal } = request;
  const found: Finding[] = [];
  const platforms = new Set<string>();
  const stops = new Set<string>();
  const startMs = host.clock.nowMs();
  for (const recipe of check.recipes.slice(0, maxRecipes)) {
    const answer = await orReason(askAbout(recipe, request), signal);
    if ('reason' in answer) {
      return { kind: 'silent', why: whyOf(answer.reason), detail: answer.reason };
    }
    found.push(...answer.findings);
    answer.engine.platforms.forEach((platform) => platforms.add(platform));
    answer.reasons.forEach((reason) => stops.add(reason));
  }
  return {
    kind: 'spoke',
    findings: mergeEngineFindings(check.findings, found).slice(check.findings.length),
    platforms: [...platforms],
    elapsedMs: host.clock.nowMs() - startMs,
    ...(stops.size > 0 && { stoppedBy: [...stops].join(' ') }),
  };
}

interface Asked {
  readonly findings: readonly Finding[];
  readonly engine: EngineFindings;
  readonly reasons: readonly string[];
}

async function askAbout(recipe: Recipe, request: LateRequest): Promise<Asked | NoAnswer> {
  const { settings, host, memory, signal } = request;
  const { dockerPath: docker, builder, launchpad } = settings;
  const engine = { docker, ...(builder !== undefined && { builder }) };
  const lint = { settings: settings.lint };
  const checked = await checkRecipeOnDisk(recipe, host, { signal, launchpad, lint, memory, engine });
  if (checked.engine === undefined) {
    return { reason: 'There is no Dockerfile to ask about.' };
  }
  const { check, reasons } = checked.engine;
  return 'reason' in check ? check : { findings: checked.findings, engine: check, reasons };
}

/** A failure that nobody foresaw is a reason too, for the language status to show. */
async function orReason<Answer>(
  asking: Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer | { readonly reason: string }> {
  try {
    return await asking;
  } catch (error) {
    signal.throwIfAborted();
    return { reason: messageOf(error) };
  }
}

function whyOf(reason: string): 'timeout' | 'absent' {
  return reason.includes('did not answer within') ? 'timeout' : 'absent';
}
