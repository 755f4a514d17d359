import * as z from 'zod';

import type { BaseImageFacts } from '../../check/buildkit/baseImageFacts.js';
import type { BaseImageReference } from '../../check/buildkit/baseImageReferences.js';
import type { BasePlatforms } from '../../check/rule.js';
import type { Host } from '../../host/host.js';
import { formatPlatform, parsePlatform } from '../../platform/platform.js';
import { askDocker, lastWords } from './askDocker.js';

/** How the engine and the registry are asked. */
export interface AskImagesOptions {
  readonly builder?: string;
  /** The program; default `docker`. */
  readonly docker?: string;
  /** For each question; default 10 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** What is known of base images, and why nothing is known of others, a sentence each. */
export interface BaseImageAnswers {
  readonly facts: readonly BaseImageFacts[];
  readonly reasons: readonly string[];
  /** What images are there for that are not there for a platform they were asked about. */
  readonly platforms: readonly BasePlatforms[];
}

/** https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md, and what Docker adds to it */
const configSchema = z.object({
  Env: z.array(z.string()).nullish(),
  Shell: z.array(z.string()).nullish(),
  OnBuild: z.array(z.string()).nullish(),
});
const remoteSchema = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().nullish(),
  config: configSchema.nullish(),
});
const localSchema = z.object({
  Os: z.string(),
  Architecture: z.string(),
  Variant: z.string().nullish(),
  Config: configSchema.nullish(),
});

type ImageConfig = Omit<BaseImageFacts, 'reference' | 'platform'>;

/**
 * Asks for the configs of images: the engine for those it has, as a build would take them, then the registry.
 * Nothing is pulled. It rejects only when aborted.
 */
export async function askBaseImages(
  asked: readonly BaseImageReference[],
  host: Pick<Host, 'processes'>,
  options: AskImagesOptions = {},
): Promise<BaseImageAnswers> {
  const facts: BaseImageFacts[] = [];
  const reasons = new Set<string>();
  const platforms = new Map<string, BasePlatforms>();
  const outcomes = await Promise.all(asked.map((image) => askFor(image, host, options)));
  outcomes.forEach((outcome, index) => {
    const image = asked[index];
    if (image !== undefined && 'config' in outcome) {
      facts.push({ ...image, ...outcome.config });
    } else if ('reason' in outcome) {
      reasons.add(outcome.reason);
      if (image !== undefined && outcome.available !== undefined) {
        platforms.set(image.reference, { reference: image.reference, platforms: outcome.available });
      }
    }
  });
  return { facts, reasons: [...reasons], platforms: [...platforms.values()] };
}

type Outcome =
  { readonly config: ImageConfig } | { readonly reason: string; readonly available?: readonly string[] };

async function askFor(
  image: BaseImageReference,
  host: Pick<Host, 'processes'>,
  options: AskImagesOptions,
): Promise<Outcome> {
  if (image.reference.includes('://') || image.reference.startsWith('-')) {
    return { reason: `Nobody can be asked about ${image.reference}.` };
  }
  const local = await askLocal(image, host, options);
  if ('config' in local) {
    return local;
  }
  const remote = await askRegistry(image, host, options);
  return 'config' in remote ? remote : { ...remote, reason: `${image.reference}: ${remote.reason}` };
}

async function askLocal(
  { reference, platform }: BaseImageReference,
  host: Pick<Host, 'processes'>,
  options: AskImagesOptions,
): Promise<Outcome> {
  const inspect = ['image', 'inspect', '--format', '{{json .}}'];
  const chosen = platform === undefined ? [] : ['--platform', platform];
  const first = await ask(host, [...inspect, ...chosen, reference], options);
  const isTooOld = 'reason' in first && /unknown flag|requires API version/.test(first.reason);
  const answer = isTooOld ? await ask(host, [...inspect, reference], options) : first;
  if ('reason' in answer) {
    return answer;
  }
  const parsed = localSchema.safeParse(readJson(answer.stdout));
  if (!parsed.success) {
    return { reason: 'the engine describes it in a way that is not understood' };
  }
  const { Os: os, Architecture: architecture, Variant: variant, Config: config } = parsed.data;
  return { config: toConfig({ os, architecture, variant, config }) };
}

async function askRegistry(
  { reference, platform }: BaseImageReference,
  host: Pick<Host, 'processes'>,
  options: AskImagesOptions,
): Promise<Outcome> {
  const builder = options.builder === undefined ? [] : ['--builder', options.builder];
  const args = ['buildx', 'imagetools', 'inspect', ...builder, '--format', '{{json .Image}}', reference];
  const answer = await ask(host, args, options);
  if ('reason' in answer) {
    return answer;
  }
  const json = readJson(answer.stdout);
  const lone = remoteSchema.safeParse(json);
  if (lone.success) {
    return { config: toConfig(lone.data) };
  }
  return fromIndex(z.record(z.string(), z.unknown()).safeParse(json).data ?? {}, platform);
}

/** The image for the platform, of an index that has one for each. */
function fromIndex(images: Readonly<Record<string, unknown>>, platform: string | undefined): Outcome {
  const names = Object.keys(images);
  const name = names.find((candidate) => sameForm(candidate) === platform);
  const parsed = remoteSchema.safeParse(name === undefined ? undefined : images[name]);
  return parsed.success
    ? { config: toConfig(parsed.data) }
    : {
        reason: `the registry has it for ${names.join(', ') || 'no platform'}, not for ${platform ?? 'one alone'}`,
        ...(platform !== undefined && name === undefined && { available: names.filter(isPlatform) }),
      };
}

function isPlatform(text: string): boolean {
  return !text.startsWith('unknown') && sameForm(text) !== '';
}

function sameForm(platform: string): string {
  try {
    return formatPlatform(parsePlatform(platform));
  } catch {
    return platform; // Why: `unknown/unknown` stands for an attestation.
  }
}

function toConfig({ os, architecture, variant, config }: z.infer<typeof remoteSchema>): ImageConfig {
  return {
    os,
    architecture,
    ...(typeof variant === 'string' && variant !== '' && { variant }),
    env: config?.Env ?? [],
    shell: config?.Shell ?? [],
    onbuild: config?.OnBuild ?? [],
  };
}

async function ask(
  host: Pick<Host, 'processes'>,
  args: readonly string[],
  { docker, timeoutMs = 10_000, signal }: AskImagesOptions,
): Promise<{ readonly stdout: string } | { readonly reason: string }> {
  const answer = await askDocker(host, { args, timeoutMs, signal, docker });
  if ('reason' in answer) {
    return answer;
  }
  const { exitCode, stdout, stderr } = answer.completed;
  return exitCode === 0 ? { stdout } : { reason: lastWords(stderr) };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Why: the schema then says that it is not understood.
  }
}
