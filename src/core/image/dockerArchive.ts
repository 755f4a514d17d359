import * as z from 'zod';

import type { ByteSource } from '../base/byteSource.js';
import type { Digest } from '../base/digest.js';
import type { Archive } from './archive/archive.js';
import { memorySource } from './archive/byteRange.js';
import { readConfigBlob } from './configBlob.js';
import { checkDigest, digestOf } from './layer/digestCheck.js';
import type { Image, ImageSearch, IncompleteImage, Layer } from './image.js';
import { ImageError } from './imageError.js';
import type { ImageConfig } from './format/imageConfig.js';
import { decodeJson, readSmallBlob } from './format/jsonBlob.js';
import { createLayer } from './layer/layer.js';
import { checkImageCount } from './imageLimits.js';
import { checkLayerCount } from './validateImage.js';

const manifestName = 'manifest.json';

/**
 * What `docker save` writes. LayerSources, which newer engines add, is not read: it repeats what the blobs say
 * themselves, and some engines wrote it wrong.
 */
const manifestSchema = z.array(
  z.object({
    Config: z.string().min(1),
    RepoTags: z.array(z.string()).nullish(),
    Layers: z.array(z.string()).nullish(),
  }),
  'it is not the list of images that "docker save" writes',
);

/** A layer that was found, and what is known of it. */
export type FoundLayer = Pick<Layer, 'blob' | 'claim'> & Partial<Pick<Layer, 'source'>>;

/** Finds the layer that a section gives this name and the config this diff_id; undefined when there is none. */
export type LayerFinder = (name: string, diffId: Digest) => Promise<FoundLayer | undefined>;

type Section = z.infer<typeof manifestSchema>[number];

/**
 * Reads the images of a docker archive: the legacy layout, its variants by other tools, and the layout of
 * Docker 25 and newer. Undefined when the archive has no manifest.json. Layers are opened, not read.
 */
export async function openDockerArchive(
  archive: Archive,
  layerFinder: (section: number) => LayerFinder = () => findByName(archive),
): Promise<ImageSearch | undefined> {
  const manifest = await archive.find(manifestName);
  if (manifest === undefined) {
    return undefined;
  }
  const what = `${manifestName} of ${archive.name}`;
  const sections = decodeJson(await readSmallBlob(manifest, what), manifestSchema, what);
  const images = new Map<Digest, Image>();
  const incomplete: IncompleteImage[] = [];
  for (const [index, section] of sections.entries()) {
    checkImageCount(index + 1, archive.name);
    const image = await openSection(archive, section, layerFinder(index));
    if ('missing' in image) {
      incomplete.push(image);
    } else {
      const before = images.get(image.configDigest)?.tags ?? [];
      images.set(image.configDigest, { ...image, tags: [...new Set([...before, ...image.tags])] });
    }
  }
  return { images: [...images.values()], incomplete, leftAside: [] };
}

async function openSection(
  archive: Archive,
  section: Section,
  findLayer: LayerFinder,
): Promise<Image | IncompleteImage> {
  const [claimedHex] = /[0-9a-f]{64}/.exec(section.Config) ?? [];
  const blob = await archive.find(section.Config);
  if (blob === undefined) {
    return {
      ...(claimedHex !== undefined && { configDigest: `sha256:${claimedHex}` }),
      missing: [section.Config],
    };
  }
  const what = `The config ${section.Config} of ${archive.name}`;
  const { bytes: configBytes, digest: configDigest, decode } = await readConfigBlob(blob, what);
  if (claimedHex !== undefined) {
    checkDigest(`sha256:${claimedHex}`, configDigest, what);
  }
  const config = decode();
  const layers = await openLayers(archive, section, config, findLayer);
  const { platform } = config;
  return 'missing' in layers
    ? { platform, configDigest, missing: layers.missing }
    : { platform, configBytes, configDigest, config, tags: section.RepoTags ?? [], layers };
}

async function openLayers(
  archive: Archive,
  section: Section,
  config: ImageConfig,
  findLayer: LayerFinder,
): Promise<readonly Layer[] | { readonly missing: readonly string[] }> {
  const names = section.Layers ?? [];
  checkLayerCount(names.length, config.diffIds.length, `${manifestName} of ${archive.name}`);
  const layers: Layer[] = [];
  const missing: string[] = [];
  for (const [index, diffId] of config.diffIds.entries()) {
    const name = names[index] ?? '';
    const found = name === '' ? { blob: emptyLayer(diffId, index) } : await findLayer(name, diffId);
    if (found === undefined) {
      missing.push(`${name} (layer ${index + 1}, diff_id ${diffId})`);
    } else {
      const { blob, ...facts } = found;
      layers.push(await createLayer(diffId, blob, `${name} of ${archive.name}`, facts));
    }
  }
  return missing.length > 0 ? { missing } : layers;
}

function findByName(archive: Archive): LayerFinder {
  return async (name) => {
    const blob = await archive.find(name);
    return blob === undefined ? undefined : { blob, ...claimOf(name, blob) };
  };
}

/** Blobs of the OCI folder are named by their digest; other names promise nothing. */
function claimOf(name: string, blob: ByteSource): Pick<Layer, 'claim'> {
  const [, hex] = /(?:^|\/)blobs\/sha256\/([0-9a-f]{64})$/.exec(name) ?? [];
  return hex === undefined ? {} : { claim: { digest: `sha256:${hex}`, sizeBytes: blob.sizeBytes } };
}

/** The two zero blocks that end a tar archive, and with them an empty one. */
const emptyTar = new Uint8Array(1024);

/** Cloud Native Buildpacks name a layer "" that they left out because it is empty. */
function emptyLayer(diffId: Digest, index: number): ByteSource {
  if (diffId !== digestOf(emptyTar)) {
    throw new ImageError(
      'archive-corrupt',
      `Layer ${index + 1} has no name in ${manifestName}, and its diff_id ${diffId} is not that of an empty layer.`,
    );
  }
  return memorySource(emptyTar);
}
