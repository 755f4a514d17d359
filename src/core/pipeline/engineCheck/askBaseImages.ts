import * as z from 'zod';

import { parseBuildxInspect } from '../../build/buildxInspect.js';
import type { BaseImageFacts } from '../../check/buildkit/baseImageFacts.js';
import type { BaseImageReference } from '../../check/buildkit/baseImageReferences.js';
import type { BasePlatforms } from '../../check/rule.js';
import type { Host } from '../../host/host.js';
import { formatPlatform, normalizePlatform, parsePlatform } from '../../platform/platform.js';
import { askDocker, lastWords } from './askDocker.js';

/** How the engine and the registry are asked. */
export interface AskImagesOptions {
  readonly builder?: string;
  /** The program; default `docker`. */
  readonly docker?: string;
  /** For all questions about an image together; default 15 s. */
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

const platformSchema = z.object({ os: z.string(), architecture: z.string(), variant: z.string().nullish() });

/** https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md, and what Docker adds to it */
const configSchema = z.object({
  Env: z.array(z.string()).nullish(),
  Shell: z.array(z.string()).nullish(),
  OnBuild: z.array(z.string()).nullish(),
  WorkingDir: z.string().nullish(),
});
const remoteSchema = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().nullish(),
  config: configSchema.nullish(),
});
/** An index has manifests, and its image is a config for each platform, or the config of the only one. */
const answerSchema = z.object({
  manifest: z.object({ manifests: z.array(z.object({ platform: platformSchema.nullish() })).nullish() }),
  image: z.unknown(),
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
  host: AskingHost,
  options: AskImagesOptions = {},
): Promise<BaseImageAnswers> {
  const facts: BaseImageFacts[] = [];
  const reasons = new Set<string>();
  const platforms = new Map<string, BasePlatforms>();
  const { timeoutMs = 15_000 } = options;
  const question = {
    ...options,
    endMs: host.clock.nowMs() + timeoutMs,
    native: once(() => askNative(host, options)),
  };
  const outcomes = await Promise.all(asked.map((image) => askFor(image, host, question)));
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

type AskingHost = Pick<Host, 'processes' | 'clock'>;

interface Question extends AskImagesOptions {
  readonly endMs: number;
  /** The platform that is meant where none is named; undefined when not known. */
  readonly native: () => Promise<string | undefined>;
}

function once<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let asked: Promise<Answer> | undefined;
  return () => (asked ??= ask());
}

/** The builder's own platform is the first that it lists. */
async function askNative(
  host: AskingHost,
  { builder, docker, signal, timeoutMs = 15_000 }: AskImagesOptions,
): Promise<string | undefined> {
  const args = ['buildx', 'inspect', ...(builder === undefined ? [] : [builder])];
  const answer = await askDocker(host, { args, timeoutMs, signal, docker });
  const [node] = 'reason' in answer ? [] : parseBuildxInspect(answer.completed.stdout).nodes;
  const [platform] = node?.platforms ?? [];
  return platform === undefined ? undefined : formatPlatform(platform);
}

async function askFor(image: BaseImageReference, host: AskingHost, options: Question): Promise<Outcome> {
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
  host: AskingHost,
  options: Question,
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
  host: AskingHost,
  options: Question,
): Promise<Outcome> {
  const builder = options.builder === undefined ? [] : ['--builder', options.builder];
  const format = '{"manifest":{{json .Manifest}},"image":{{json .Image}}}';
  const args = ['buildx', 'imagetools', 'inspect', ...builder, '--format', format, reference];
  const answer = await ask(host, args, options);
  if ('reason' in answer) {
    return answer;
  }
  const parsed = answerSchema.safeParse(readJson(answer.stdout));
  if (!parsed.success) {
    return { reason: 'buildx describes it in a way that is not understood' };
  }
  const { manifest, image } = parsed.data;
  const lone = remoteSchema.safeParse(image);
  if (lone.success && (manifest.manifests ?? []).length === 0) {
    return { config: toConfig(lone.data) };
  }
  const wanted = platform ?? (await options.native());
  const [only] = (manifest.manifests ?? []).flatMap((each) => each.platform ?? []).filter(isReal);
  const images = lone.success && only !== undefined ? { [nameOf(only)]: image } : image;
  return fromIndex(z.record(z.string(), z.unknown()).safeParse(images).data ?? {}, wanted);
}

/** Attestations stand in an index under a platform that there is not. */
function isReal({ os }: z.infer<typeof platformSchema>): boolean {
  return os !== 'unknown';
}

function nameOf({ os, architecture, variant }: z.infer<typeof platformSchema>): string {
  return formatPlatform(normalizePlatform(os, architecture, variant ?? undefined));
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
    workingDir: config?.WorkingDir ?? '',
  };
}

async function ask(
  host: AskingHost,
  args: readonly string[],
  { docker, endMs, signal }: Question,
): Promise<{ readonly stdout: string } | { readonly reason: string }> {
  const timeoutMs = Math.max(1, endMs - host.clock.nowMs());
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
