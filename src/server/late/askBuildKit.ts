import { messageOf } from '../../core/base/errors.js';
import type { Finding } from '../../core/finding/finding.js';
import { askEngine } from '../../core/pipeline/engineCheck/askEngine.js';
import { mergeEngineFindings } from '../../core/pipeline/engineCheck/mergeEngineFindings.js';
import type { LateAnswer, LateCheck, LateRequest } from './lateCheck.js';

/** More recipes than these (a folder can have many) are left to the checks without an engine. */
const maxRecipes = 8;

/**
 * BuildKit's own check by an engine, of what is saved. Its answer holds only what our own checks have not said: what
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

async function askAll(request: LateRequest): Promise<LateAnswer> {
  const { check, settings, host, signal } = request;
  const { dockerPath: docker, builder } = settings;
  const found: Finding[] = [];
  const platforms = new Set<string>();
  const stops = new Set<string>();
  const startMs = host.clock.nowMs();
  for (const [index, recipe] of check.recipes.slice(0, maxRecipes).entries()) {
    const options = { docker, signal, ...(builder !== undefined && { builder }) };
    const answer = await orReason(askEngine(recipe, host, options), signal);
    if ('reason' in answer) {
      return { kind: 'silent', why: whyOf(answer.reason), detail: answer.reason };
    }
    found.push(...(check.checks[index]?.hear(answer.findings) ?? answer.findings));
    answer.platforms.forEach((platform) => platforms.add(platform));
    if (answer.stoppedBy !== undefined) {
      stops.add(answer.stoppedBy);
    }
  }
  return {
    kind: 'spoke',
    findings: mergeEngineFindings(check.findings, found).slice(check.findings.length),
    platforms: [...platforms],
    elapsedMs: host.clock.nowMs() - startMs,
    ...(stops.size > 0 && { stoppedBy: [...stops].join(' ') }),
  };
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
