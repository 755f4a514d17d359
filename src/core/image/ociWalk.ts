import type * as z from 'zod';

import type { ByteSource } from '../base/byteSource.js';
import { isDigest } from '../base/digest.js';
import type { Digest } from '../base/digest.js';
import { formatPlatform } from '../platform/platform.js';
import type { Archive } from './archive/archive.js';
import type { Descriptor } from './format/descriptor.js';
import { checkClaim, digestOf } from './layer/digestCheck.js';
import type { Attestation, Image, ImageIndex, ImageSearch, IncompleteImage } from './image.js';
import { ImageError } from './imageError.js';
import { decodeJson, readSmallBlob } from './format/jsonBlob.js';
import { checkEntryCount, checkImageCount } from './imageLimits.js';
import { blobName, openOciManifest, withSourceOf } from './ociManifest.js';
import type { OpenOptions } from './ociManifest.js';
import {
  indexSchema,
  isAttestation,
  isImageConfigType,
  kindOfMediaType,
  manifestSchema,
} from './format/ociSchema.js';
import type { IndexEntry } from './format/ociSchema.js';

const maxDepth = 4;

/** Blobs as they are being walked. */
interface Walk {
  readonly archive: Archive;
  readonly options: OpenOptions;
  readonly images: Map<Digest, Image>;
  readonly tags: Map<Digest, Set<string>>;
  readonly incomplete: IncompleteImage[];
  readonly attestations: Map<Digest, Attestation>;
  readonly leftAside: Set<string>;
  /** Digests of indexes, each with the tags that it was walked with. */
  readonly seenIndexes: Set<string>;
  visits: number;
}

/** Where in the tree of indexes an entry stands. */
interface Place {
  readonly tags: readonly string[];
  readonly depth: number;
  readonly index?: ImageIndex;
}

/**
 * Reads the images that entries of an index lead to, through nested indexes. Attestations and artifacts of other
 * kinds are left aside and said. Every document is compared with its descriptor (`archive-mismatch`). Layers are
 * opened, not read.
 */
export async function openEntries(
  archive: Archive,
  entries: readonly IndexEntry[],
  options: OpenOptions = {},
): Promise<ImageSearch> {
  const walk: Walk = {
    archive,
    options,
    images: new Map(),
    tags: new Map(),
    incomplete: [],
    attestations: new Map(),
    leftAside: new Set(),
    seenIndexes: new Set(),
    visits: 0,
  };
  for (const entry of entries) {
    await visit(walk, entry, { tags: tagsOf(entry), depth: 1 });
  }
  return {
    images: [...walk.images].map(([digest, image]) => ({
      ...image,
      tags: [...(walk.tags.get(digest) ?? [])],
    })),
    incomplete: walk.incomplete,
    leftAside: [...walk.leftAside],
    attestations: [...walk.attestations.values()],
  };
}

async function visit(walk: Walk, entry: IndexEntry, place: Place): Promise<void> {
  walk.visits += 1;
  checkEntryCount(walk.visits, walk.archive.name);
  if (isAttestation(entry)) {
    await visitAttestation(walk, entry);
    return;
  }
  const kind = kindOfMediaType(entry.mediaType);
  if (kind === 'other') {
    walk.leftAside.add(`${entry.digest}: ${entry.mediaType || 'no media type'} is no image`);
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
    await visitIndex(walk, entry, blob, place);
  } else {
    await visitManifest(walk, entry, blob, place);
  }
  checkImageCount(walk.images.size + walk.incomplete.length, walk.archive.name);
}

async function visitIndex(walk: Walk, entry: IndexEntry, blob: ByteSource, place: Place): Promise<void> {
  if (place.depth >= maxDepth) {
    throw new ImageError(
      'archive-unsupported',
      `${walk.archive.name} nests image indexes more than ${maxDepth} deep, at ${entry.digest}.`,
    );
  }
  // Why with the tags: an index that is named twice, by two tags, gives its images both.
  const key = [entry.digest, ...place.tags].join(' ');
  if (walk.seenIndexes.has(key)) {
    return;
  }
  walk.seenIndexes.add(key);
  const { document, bytes } = await readDocument(walk.archive, entry, blob, indexSchema);
  const index: ImageIndex = {
    digest: entry.digest,
    bytes,
    mediaType: entry.mediaType,
    entries: document.manifests,
    annotations: entry.annotations,
  };
  for (const child of document.manifests) {
    await visit(walk, withSourceOf(entry, child), {
      tags: [...place.tags, ...tagsOf(child)],
      depth: place.depth + 1,
      index,
    });
  }
}

async function visitManifest(walk: Walk, entry: IndexEntry, blob: ByteSource, place: Place): Promise<void> {
  if (!walk.images.has(entry.digest)) {
    const { document, bytes } = await readDocument(walk.archive, entry, blob, manifestSchema);
    if (!isImageConfigType(document.config.mediaType)) {
      const type = document.config.mediaType;
      walk.leftAside.add(`${entry.digest}: an artifact of type ${type} is no image`);
      return;
    }
    const image = await openOciManifest(walk.archive, entry, { document, bytes, ...walk.options });
    if ('missing' in image) {
      walk.incomplete.push(image);
      return;
    }
    checkPlatform(walk, entry, image);
    walk.images.set(entry.digest, {
      ...image,
      ...(place.index !== undefined && { index: place.index }),
    });
  }
  const tags = walk.tags.get(entry.digest) ?? new Set();
  place.tags.forEach((tag) => tags.add(tag));
  walk.tags.set(entry.digest, tags);
}

async function visitAttestation(walk: Walk, entry: IndexEntry): Promise<void> {
  const reference = entry.annotations.get('vnd.docker.reference.digest');
  const words = `attestation ${entry.digest}${reference === undefined ? '' : ` of ${reference}`}`;
  walk.leftAside.add(words);
  checkImageCount(walk.leftAside.size, walk.archive.name);
  const attestation = walk.attestations.has(entry.digest)
    ? undefined
    : await openAttestation(walk.archive, entry, words);
  if (attestation !== undefined) {
    walk.attestations.set(entry.digest, {
      ...attestation,
      ...(isDigest(reference) && { subject: reference }),
    });
  }
}

/** The attestation as a whole; undefined when a part of it is missing or is not what it should be. */
async function openAttestation(
  archive: Archive,
  entry: IndexEntry,
  words: string,
): Promise<Attestation | undefined> {
  const blob = await archive.find(blobName(entry.digest));
  if (blob === undefined) {
    return undefined;
  }
  try {
    const { document, bytes } = await readDocument(archive, entry, blob, manifestSchema);
    const blobs: { digest: Digest; blob: ByteSource }[] = [];
    for (const { digest } of [document.config, ...document.layers]) {
      const part = await archive.find(blobName(digest));
      if (part === undefined) {
        return undefined;
      }
      blobs.push({ digest, blob: part });
    }
    return { entry, manifestBytes: bytes, blobs, words };
  } catch (error) {
    // Why: the image is good without it; it is left aside, and that is said.
    if (error instanceof ImageError) {
      return undefined;
    }
    throw error;
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
): Promise<{ readonly document: Value; readonly bytes: Uint8Array }> {
  const what = `${descriptor.digest} of ${archive.name}`;
  const bytes = await readSmallBlob(blob, what);
  checkClaim(descriptor, { digest: digestOf(bytes), sizeBytes: bytes.length }, what);
  return { document: decodeJson(bytes, schema, what), bytes };
}

/**
 * The name of an image, in the form that Docker shows: the full one that containerd and BuildKit write beside the
 * tag, else a reference that is more than a tag, as skopeo and podman write it.
 */
function tagsOf(entry: IndexEntry): readonly string[] {
  const reference = entry.annotations.get('org.opencontainers.image.ref.name');
  const isName = reference !== undefined && /^[^:@]+:[\w.-]+$/.test(reference);
  const name = entry.annotations.get('io.containerd.image.name') ?? (isName ? reference : undefined);
  return name === undefined ? [] : [name.replace(/^docker\.io\/(library\/)?/, '')];
}
