import { digestHex } from '../base/digest.js';
import type { Digest } from '../base/digest.js';
import { normalizePlatform } from '../platform/platform.js';
import type { Platform } from '../platform/platform.js';
import type { Archive } from './archive/archive.js';
import { memorySource } from './archive/byteRange.js';
import type { Descriptor } from './format/descriptor.js';
import { checkClaim } from './layer/digestCheck.js';
import { readConfigBlob } from './configBlob.js';
import type { Image, IncompleteImage, Layer } from './image.js';
import type { ImageConfig } from './format/imageConfig.js';
import { createLayer } from './layer/layer.js';
import { compressionOfMediaType, isForeignType } from './format/ociSchema.js';
import type { IndexEntry, ManifestDocument } from './format/ociSchema.js';
import { checkLayerCount } from './validateImage.js';

/** How images are opened. */
export interface OpenOptions {
  /** `name`: layers that may not be distributed need not be there; default: an image that lacks one is not whole. */
  readonly foreignLayers?: 'name' | undefined;
  /** `name`: no layer need be there; for who wants to know what an image is made of. */
  readonly absentLayers?: 'name' | undefined;
}

interface OpenedManifest extends OpenOptions {
  readonly document: ManifestDocument;
  readonly bytes: Uint8Array;
}

/**
 * Opens the image of one manifest. The config is compared with its descriptor (`archive-mismatch`), and the layers
 * with the config's diff_ids in number. Blobs that are not there make the image incomplete.
 */
export async function openOciManifest(
  archive: Archive,
  entry: IndexEntry,
  { document: manifest, bytes, ...options }: OpenedManifest,
): Promise<Image | IncompleteImage> {
  const blob = await archive.find(blobName(manifest.config.digest));
  if (blob === undefined) {
    const { platform } = entry;
    return {
      configDigest: manifest.config.digest,
      missing: [`config ${manifest.config.digest}`, ...(await missingLayers(archive, manifest, options))],
      ...(platform !== undefined && { platform }),
    };
  }
  const what = `The config ${manifest.config.digest} of ${archive.name}`;
  const { bytes: configBytes, digest: configDigest, decode } = await readConfigBlob(blob, what);
  checkClaim(manifest.config, { digest: configDigest, sizeBytes: configBytes.length }, what);
  const config = decode();
  const platform = platformOf(entry, config);
  const missing = await missingLayers(archive, manifest, options);
  if (missing.length > 0) {
    return { platform, configDigest, missing };
  }
  // Why not for none: Docker 25.0.0 wrote manifests without their layers; manifest.json may still have them.
  if (manifest.layers.length > 0) {
    checkLayerCount(manifest.layers.length, config.diffIds.length, `${entry.digest} of ${archive.name}`);
  }
  const layers = await openLayers(archive, { entry, manifest }, config);
  return {
    platform,
    configBytes,
    configDigest,
    config,
    manifestDigest: entry.digest,
    manifest: { bytes, mediaType: entry.mediaType, document: manifest },
    entry,
    tags: [],
    layers,
  };
}

/** Where a layout keeps a blob; the digest is well formed, so that the name can lead nowhere else. */
export function blobName(digest: Digest): string {
  return `blobs/sha256/${digestHex(digest)}`;
}

/** Old images of arm have their variant in the index only. */
function platformOf(entry: IndexEntry, config: ImageConfig): Platform {
  const { os, architecture } = config.platform;
  return config.hasVariant || entry.variant === undefined
    ? config.platform
    : normalizePlatform(os, architecture, entry.variant);
}

async function missingLayers(
  archive: Archive,
  manifest: ManifestDocument,
  { foreignLayers, absentLayers }: OpenOptions,
): Promise<readonly string[]> {
  if (absentLayers === 'name') {
    return [];
  }
  const missing: string[] = [];
  for (const layer of manifest.layers) {
    if ((await archive.find(blobName(layer.digest))) === undefined) {
      const isForeign = isForeignType(layer.mediaType);
      const hint = isForeign ? ' (not distributable, so not saved; --foreign name does without it)' : '';
      missing.push(...(isForeign && foreignLayers === 'name' ? [] : [`layer ${layer.digest}${hint}`]));
    }
  }
  return missing;
}

async function openLayers(
  archive: Archive,
  { entry, manifest }: { readonly entry: IndexEntry; readonly manifest: ManifestDocument },
  config: ImageConfig,
): Promise<readonly Layer[]> {
  const layers: Layer[] = [];
  for (const [index, diffId] of config.diffIds.entries()) {
    const descriptor = manifest.layers[index];
    const blob = descriptor === undefined ? undefined : await archive.find(blobName(descriptor.digest));
    if (descriptor !== undefined) {
      const name = `${descriptor.digest} of ${archive.name}`;
      const facts = layerFacts(descriptor, entry);
      layers.push(
        blob === undefined ? absentLayer(diffId, name, facts) : await createLayer(diffId, blob, name, facts),
      );
    }
  }
  return layers;
}

/** A layer that is not here. */
function absentLayer(diffId: Digest, name: string, facts: ReturnType<typeof layerFacts>): Layer {
  const blob = memorySource(new Uint8Array());
  return { ...facts, diffId, name, blob, compression: facts.claimedCompression ?? 'none', isAbsent: true };
}

function layerFacts(
  descriptor: Descriptor,
  entry: IndexEntry,
): Pick<Layer, 'claim' | 'claimedCompression' | 'descriptor' | 'source'> {
  const claimedCompression = compressionOfMediaType(descriptor.mediaType);
  return {
    claim: descriptor,
    descriptor,
    source: sourceOf(descriptor) || sourceOf(entry),
    ...(claimedCompression !== undefined && { claimedCompression }),
  };
}

const sourcePrefix = 'containerd.io/distribution.source.';

/** A child of an index that was pulled came from where the index did, if it does not say otherwise itself. */
export function withSourceOf(index: IndexEntry, child: IndexEntry): IndexEntry {
  const sources = [...index.annotations].filter(([name]) => name.startsWith(sourcePrefix));
  return sources.length === 0 || sourceOf(child) !== ''
    ? child
    : { ...child, annotations: new Map([...child.annotations, ...sources]) };
}

/**
 * The repository something was pulled from, where containerd noted it: the key ends with the registry, the value is
 * a list of repositories. Engines save it with the image as a whole. https://github.com/containerd/containerd/blob/v2.1.4/core/remotes/docker/handler.go
 */
function sourceOf(descriptor: Descriptor): string {
  const [key, value] = [...descriptor.annotations].find(([name]) => name.startsWith(sourcePrefix)) ?? [];
  const [repository] = value?.split(',') ?? [];
  return key === undefined || repository === undefined
    ? ''
    : `${key.slice(sourcePrefix.length)}/${repository}`;
}
