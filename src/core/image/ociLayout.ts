import type { z } from 'zod';

import type { ByteSource } from '../base/byteSource.js';
import type { Digest } from '../base/digest.js';
import { formatPlatform } from '../platform/platform.js';
import type { Archive } from './archive/archive.js';
import type { Descriptor } from './format/descriptor.js';
import { checkClaim, digestOf } from './layer/digestCheck.js';
import type { Image, ImageSearch, IncompleteImage } from './image.js';
import { ImageError } from './imageError.js';
import { decodeJson, readSmallBlob } from './format/jsonBlob.js';
import { blobName, openOciManifest, withSourceOf } from './ociManifest.js';
import {
  indexSchema,
  isAttestation,
  isImageConfigType,
  kindOfMediaType,
  manifestSchema,
} from './format/ociSchema.js';
import type { IndexEntry } from './format/ociSchema.js';

const maxDepth = 4;

/** An OCI layout as it is being walked. */
interface Walk {
  readonly archive: Archive;
  readonly images: Map<Digest, Image>;
  readonly incomplete: IncompleteImage[];
  readonly leftAside: string[];
  readonly seenIndexes: Set<Digest>;
}

/**
 * Reads the images of an OCI layout, through nested indexes. Attestations and artifacts of other kinds are left
 * aside and said. Every document is compared with its descriptor (`archive-mismatch`). Undefined when the archive
 * has no index.json. Layers are opened, not read.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md
 */
export async function openOciLayout(archive: Archive): Promise<ImageSearch | undefined> {
  const blob = await archive.find('index.json');
  if (blob === undefined) {
    return undefined;
  }
  const what = `index.json of ${archive.name}`;
  const index = decodeJson(await readSmallBlob(blob, what), indexSchema, what);
  const walk: Walk = {
    archive,
    images: new Map(),
    incomplete: [],
    leftAside: [],
    seenIndexes: new Set(),
  };
  for (const entry of index.manifests) {
    await visit(walk, entry, tagsOf(entry), 1);
  }
  const { images, incomplete, leftAside } = walk;
  return { images: [...images.values()], incomplete, leftAside };
}

async function visit(walk: Walk, entry: IndexEntry, tags: readonly string[], depth: number): Promise<void> {
  if (isAttestation(entry)) {
    const subject = entry.annotations.get('vnd.docker.reference.digest');
    walk.leftAside.push(`attestation ${entry.digest}${subject === undefined ? '' : ` of ${subject}`}`);
    return;
  }
  const kind = kindOfMediaType(entry.mediaType);
  if (kind === 'other') {
    walk.leftAside.push(`${entry.digest}: ${entry.mediaType || 'no media type'} is no image`);
    return;
  }
  const blob = await walk.archive.find(blobName(entry.digest));
  if (blob === undefined) {
    const { platform } = entry;
    walk.incomplete.push({
      missing: [`${kind} ${entry.digest}`],
      ...(platform !== undefined && { platform }),
    });
  } else if (kind === 'index') {
    await visitIndex(walk, entry, { blob, tags, depth });
  } else {
    await visitManifest(walk, entry, blob, tags);
  }
}

async function visitIndex(
  walk: Walk,
  entry: IndexEntry,
  place: { readonly blob: ByteSource; readonly tags: readonly string[]; readonly depth: number },
): Promise<void> {
  if (place.depth >= maxDepth) {
    throw new ImageError(
      'archive-unsupported',
      `${walk.archive.name} nests image indexes more than ${maxDepth} deep, at ${entry.digest}.`,
    );
  }
  if (walk.seenIndexes.has(entry.digest)) {
    return;
  }
  walk.seenIndexes.add(entry.digest);
  const index = await readDocument(walk.archive, entry, place.blob, indexSchema);
  for (const child of index.manifests) {
    await visit(walk, withSourceOf(entry, child), [...place.tags, ...tagsOf(child)], place.depth + 1);
  }
}

async function visitManifest(
  walk: Walk,
  entry: IndexEntry,
  blob: ByteSource,
  tags: readonly string[],
): Promise<void> {
  const known = walk.images.get(entry.digest);
  if (known !== undefined) {
    walk.images.set(entry.digest, { ...known, tags: [...new Set([...known.tags, ...tags])] });
    return;
  }
  const manifest = await readDocument(walk.archive, entry, blob, manifestSchema);
  if (!isImageConfigType(manifest.config.mediaType)) {
    walk.leftAside.push(`${entry.digest}: an artifact of type ${manifest.config.mediaType} is no image`);
    return;
  }
  const image = await openOciManifest(walk.archive, entry, manifest);
  if ('missing' in image) {
    walk.incomplete.push(image);
  } else {
    walk.images.set(entry.digest, { ...image, tags: [...new Set(tags)] });
    checkPlatform(walk, entry, image);
  }
}

/** The config is what the engine runs by; an index that says otherwise offers the image to the wrong machines. */
function checkPlatform(walk: Walk, entry: IndexEntry, image: Image): void {
  const claimed = entry.platform;
  const { os, architecture } = image.platform;
  if (claimed !== undefined && (claimed.os !== os || claimed.architecture !== architecture)) {
    throw new ImageError(
      'archive-mismatch',
      `The index of ${walk.archive.name} gives ${entry.digest} as ${formatPlatform(claimed)}, but its config says ${formatPlatform(image.platform)}.`,
    );
  }
}

async function readDocument<Value>(
  archive: Archive,
  descriptor: Descriptor,
  blob: ByteSource,
  schema: z.ZodType<Value>,
): Promise<Value> {
  const what = `${descriptor.digest} of ${archive.name}`;
  const bytes = await readSmallBlob(blob, what);
  checkClaim(descriptor, { digest: digestOf(bytes), sizeBytes: bytes.length }, what);
  return decodeJson(bytes, schema, what);
}

/** The full name that containerd and BuildKit write beside the tag, in the form that Docker shows. */
function tagsOf(entry: IndexEntry): readonly string[] {
  const name = entry.annotations.get('io.containerd.image.name');
  return name === undefined ? [] : [name.replace(/^docker\.io\/(library\/)?/, '')];
}
