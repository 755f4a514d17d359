import * as z from 'zod';

import type { KnownBase } from '../../artifact/base/baseImage.js';
import { isDigest } from '../../base/digest.js';
import type { Digest } from '../../base/digest.js';
import type { StepBase } from '../../build/baseOfStep.js';
import type { Host } from '../../host/host.js';
import { askDocker, lastWords } from '../engineCheck/askDocker.js';

/** How the registry is asked. */
export interface AskLayersOptions {
  readonly builder?: string | undefined;
  /** For each question; default 10 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** The layers of base images, and why those of others are not known, a sentence each. */
export interface BaseLayerAnswers {
  readonly bases: readonly KnownBase[];
  readonly reasons: readonly string[];
}

const configSchema = z.object({
  rootfs: z.object({ diff_ids: z.array(z.custom<Digest>(isDigest)).nullish() }),
});

/**
 * Asks the registry for the layers of the images that a build was made on, by the digests that the builder resolved;
 * nothing is pulled. Who does not answer is a reason; it rejects only when aborted.
 */
export async function askBaseLayers(
  asked: readonly StepBase[],
  host: Pick<Host, 'processes'>,
  options: AskLayersOptions = {},
): Promise<BaseLayerAnswers> {
  const answers = await Promise.all(asked.map((base) => ask(base, host, options)));
  return {
    bases: answers.flatMap((answer) => (typeof answer === 'string' ? [] : [answer])),
    reasons: answers.filter((answer) => typeof answer === 'string'),
  };
}

async function ask(
  { repository, reference }: StepBase,
  host: Pick<Host, 'processes'>,
  { builder, timeoutMs = 10_000, signal }: AskLayersOptions,
): Promise<KnownBase | string> {
  const chosen = builder === undefined ? [] : ['--builder', builder];
  const args = ['buildx', 'imagetools', 'inspect', ...chosen, '--format', '{{json .Image}}', reference];
  const answer = await askDocker(host, { args, timeoutMs, signal });
  if ('reason' in answer) {
    return reasonFor(reference, answer.reason);
  }
  const { exitCode, stdout, stderr } = answer.completed;
  if (exitCode !== 0) {
    return reasonFor(reference, lastWords(stderr));
  }
  const diffIds = readDiffIds(stdout);
  return diffIds.length === 0
    ? reasonFor(reference, 'the answer of the registry is not understood')
    : { repository, diffIds };
}

function reasonFor(reference: string, reason: string): string {
  return `Which layers are of ${reference} is not known, so none has it as its source: ${reason.replace(/\.$/, '')}.`;
}

/** Of the config, or of those of all platforms: equal layers are equal, whatever image they are in. */
function readDiffIds(text: string): readonly Digest[] {
  const json = readJson(text);
  const configs = configSchema.safeParse(json).success
    ? [json]
    : Object.values(z.record(z.string(), z.unknown()).safeParse(json).data ?? {});
  const found = configs.flatMap((config) => configSchema.safeParse(config).data?.rootfs.diff_ids ?? []);
  return [...new Set(found)];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Why: the schema then says that it is not understood.
  }
}
