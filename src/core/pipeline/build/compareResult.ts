import * as z from 'zod';

import { openInput } from '../../artifact/openInput.js';
import type { ImageReport, Problem } from '../../artifact/imageReport.js';
import type { Digest } from '../../base/digest.js';
import type { Files, Host } from '../../host/host.js';
import { decodeJson, readSmallBlob } from '../../image/format/jsonBlob.js';
import type { BuildPlan } from '../../plan/buildPlan.js';
import { formatPlatform } from '../../platform/platform.js';
import type { Platform } from '../../platform/platform.js';
import { readBuildMetadata } from './buildMetadata.js';
import type { BuildMetadata } from './buildMetadata.js';

const indexSchema = z.object({ manifests: z.array(z.object({ digest: z.string() })) });

/** The metadata of a plan's archives, in their order, and what is wrong with it. */
export interface PlanMetadata {
  readonly byArchive: readonly (BuildMetadata | undefined)[];
  readonly problems: readonly Problem[];
}

/** Reads what the builder wrote of each archive. */
export async function readPlanMetadata(plan: BuildPlan, files: Files): Promise<PlanMetadata> {
  const results = await Promise.all(
    plan.metadataFiles.map((file) => readBuildMetadata(file, plan.recipeName, files)),
  );
  return {
    byArchive: results.map((result) => (result === undefined || 'code' in result ? undefined : result)),
    problems: results.flatMap((result) => (result !== undefined && 'code' in result ? [result] : [])),
  };
}

/**
 * Compares what the builder says it exported with what stands at the root of the archives. Below the root every
 * document carries the digest of the next, which the converter checks: then the images are those that were built.
 * Images that went through the engine's store come in an archive of the engine's making; only their configs count.
 */
export async function compareArchives(
  plan: BuildPlan,
  { byArchive }: PlanMetadata,
  host: Host,
  options: { readonly scratch: string; readonly signal: AbortSignal },
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const [index, archive] of plan.archives.entries()) {
    const { imageDigest } = byArchive[index] ?? {};
    if (plan.strategy === 'oci' && imageDigest !== undefined) {
      const roots = await readRoots(archive.path, host, options);
      problems.push(...compareRoots(imageDigest, roots, archive.path));
    }
  }
  return problems;
}

/** The problem of an archive whose root is not what the builder says. */
export function compareRoots(
  imageDigest: Digest,
  roots: readonly string[],
  archive: string,
): readonly Problem[] {
  if (roots.includes(imageDigest)) {
    return [];
  }
  const held = roots.length === 0 ? 'nothing' : roots.join(', ');
  const message = `The builder says that it made ${imageDigest}, but the archive holds ${held}. Build again.`;
  return [{ code: 'digest-differs', message, file: archive }];
}

/** A problem for every image whose config is not the one that the builder says it made for its platform. */
export function compareConfigs(
  plan: BuildPlan,
  { byArchive }: PlanMetadata,
  images: readonly ImageReport[],
): readonly Problem[] {
  return plan.archives.flatMap((archive, index) => {
    const claimed = byArchive[index]?.configDigest;
    const [platform, ...others] = archive.platforms.map(formatPlatform);
    const image = images.find((candidate) => candidate.platform === platform);
    if (claimed === undefined || image === undefined || others.length > 0 || image.configDigest === claimed) {
      return [];
    }
    const message = `The builder says that it made the config ${claimed}, but the image has ${image.configDigest}. Build again.`;
    return [{ code: 'digest-differs', message, platform: image.platform }];
  });
}

/** A problem for every platform that was asked for and is not there. */
export function findMissingPlatforms(
  asked: readonly Platform[],
  images: readonly ImageReport[],
): readonly Problem[] {
  const present = new Set(images.map((image) => image.platform));
  return asked
    .map(formatPlatform)
    .filter((platform) => !present.has(platform))
    .map((platform) => ({
      code: 'platform-missing',
      message: `The build was to make an image for ${platform}, and there is none in its result.`,
      platform,
    }));
}

/** A problem for every image that reads back from the disk as something else than what was written. */
export function compareImages(
  written: readonly ImageReport[],
  read: readonly ImageReport[],
): readonly Problem[] {
  return written
    .filter((image) => !read.some((other) => identityOf(other) === identityOf(image)))
    .map((image) => ({
      code: 'artifacts-differ',
      message: `The artifacts of ${image.platform} read back from the disk as others than those that were written.`,
      platform: image.platform,
      file: image.directory,
    }));
}

// Why: an artifact set holds no manifest of the OCI kind, so its digest cannot be read back.
function identityOf({ platform, configDigest, layers, directory }: ImageReport): string {
  const files = layers.map(({ diffId, digest, sizeBytes, file }) => [diffId, digest, sizeBytes, file]);
  return JSON.stringify([platform, configDigest, directory, files]);
}

async function readRoots(
  path: string,
  host: Host,
  options: { readonly scratch: string; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const input = await openInput(path, host, options);
  try {
    const blob = await input.archive.find('index.json');
    if (blob === undefined) {
      return [];
    }
    const what = `index.json of ${path}`;
    const bytes = await readSmallBlob(blob, what);
    return decodeJson(bytes, indexSchema, what).manifests.map((manifest) => manifest.digest);
  } finally {
    await input.close();
  }
}
