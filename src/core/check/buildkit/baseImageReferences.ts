import { formatPlatform } from '../../platform/platform.js';
import type { EvaluationInput } from './evaluateBuild.js';
import { evaluateBuilds } from './evaluateBuild.js';

/** A base image to ask an engine or a registry about. */
export interface BaseImageReference {
  /** As FROM has it, or the named context that replaces it. */
  readonly reference: string;
  /** `linux/arm64`; undefined: the builder's own. */
  readonly platform?: string;
}

/** The images that the stages of a recipe begin with, each once for each platform. */
export function baseImageReferences(input: EvaluationInput): readonly BaseImageReference[] {
  const found = new Map<string, BaseImageReference>();
  for (const { stages } of evaluateBuilds(input)) {
    for (const { base, platform } of stages) {
      if (base.kind === 'image') {
        const text = platform === undefined ? undefined : formatPlatform(platform);
        const asked = { reference: base.reference, ...(text !== undefined && { platform: text }) };
        found.set(`${base.reference} ${text ?? ''}`, asked);
      }
    }
  }
  return [...found.values()];
}
