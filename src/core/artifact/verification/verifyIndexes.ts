import * as z from 'zod';

import type { Digest } from '../../base/digest.js';
import { imageConfigSchema } from '../../image/format/imageConfig.js';
import type { ImageConfig } from '../../image/format/imageConfig.js';
import type { Descriptor } from '../../image/format/descriptor.js';
import { readSmallBlob } from '../../image/format/jsonBlob.js';
import {
  indexSchema,
  isAttestation,
  isImageConfigType,
  kindOfMediaType,
  manifestSchema,
} from '../../image/format/ociSchema.js';
import type { IndexEntry, ManifestDocument } from '../../image/format/ociSchema.js';
import { digestOf } from '../../image/layer/digestCheck.js';
import { blobName } from '../../image/ociManifest.js';
import { tocClaimOf } from '../../image/toc/tocClaim.js';
import { formatPlatform } from '../../platform/platform.js';
import { checkDigest, checkSize, findBlob, readDocument } from './archiveUnderTest.js';
import type { ArchiveUnderTest, BlobClaim, VerifiedImage } from './archiveUnderTest.js';
import { checkConfigCounts } from './checkCounts.js';

const maxDepth = 4;
const maxVisits = 100_000;

/** Entries that were seen, so that a blob that is named ten thousand times is looked at once. */
interface Walk {
  readonly test: ArchiveUnderTest;
  readonly seen: Set<string>;
  /** Digests of all manifests, for the attestations about them. */
  readonly manifests: Set<Digest>;
  readonly subjects: { readonly digest: Digest; readonly subject: string }[];
  visits: number;
}

/** Verifies what entries of an index lead to; blobs that are no documents become claims. */
export async function verifyEntries(test: ArchiveUnderTest, entries: readonly IndexEntry[]): Promise<void> {
  const walk: Walk = { test, seen: new Set(), manifests: new Set(), subjects: [], visits: 0 };
  for (const entry of entries) {
    await visit(walk, entry, 1);
  }
  for (const { digest, subject } of walk.subjects) {
    if (!walk.manifests.has(subject as Digest)) {
      test.findings.add({
        code: 'attestation-subject',
        where: digest,
        message: `The attestation ${digest} is about ${subject}, which no index of ${test.archive.name} names.`,
      });
    }
  }
}

async function visit(walk: Walk, entry: IndexEntry, depth: number): Promise<void> {
  const { test } = walk;
  walk.visits += 1;
  walk.manifests.add(entry.digest);
  const key = JSON.stringify([entry.digest, entry.sizeBytes, entry.mediaType, entry.platform]);
  if (walk.seen.has(key) || walk.visits > maxVisits) {
    return;
  }
  walk.seen.add(key);
  const blob = await findBlob(test, blobName(entry.digest), { where: entry.digest });
  if (blob === undefined) {
    return;
  }
  checkSize(test, blob, entry);
  const kind = kindOfMediaType(entry.mediaType);
  if (kind === 'other') {
    test.claims.push({ blob, where: entry.digest, digest: entry.digest });
    test.findings.note(
      `${entry.digest}: ${entry.mediaType || 'no media type'} is no image; only its digest is checked.`,
    );
    return;
  }
  const bytes = await test.findings.attempt(entry.digest, () => readSmallBlob(blob, entry.digest));
  if (bytes !== undefined) {
    checkDigest(test, { where: entry.digest, expected: entry.digest, actual: digestOf(bytes) });
  }
  await (kind === 'index' ? visitIndex(walk, entry, depth) : visitManifest(walk, entry));
}

async function visitIndex(walk: Walk, entry: IndexEntry, depth: number): Promise<void> {
  const { test } = walk;
  if (depth >= maxDepth) {
    test.findings.add({
      code: 'index-depth',
      where: entry.digest,
      message: `Indexes are nested more than ${maxDepth} deep, at ${entry.digest}.`,
    });
    return;
  }
  const document = await readBlob(test, entry, indexSchema);
  if (document !== undefined) {
    checkMediaType(test, entry, document.mediaType);
    for (const child of document.manifests) {
      await visit(walk, child, depth + 1);
    }
  }
}

async function visitManifest(walk: Walk, entry: IndexEntry): Promise<void> {
  const { test } = walk;
  const manifest = await readBlob(test, entry, manifestSchema);
  if (manifest === undefined) {
    return;
  }
  checkMediaType(test, entry, manifest.mediaType);
  if (isAttestation(entry) || !isImageConfigType(manifest.config.mediaType)) {
    const subject = entry.annotations.get('vnd.docker.reference.digest');
    walk.subjects.push(...(subject === undefined ? [] : [{ digest: entry.digest, subject }]));
    for (const part of [manifest.config, ...manifest.layers]) {
      await claim(test, part);
    }
    return;
  }
  await verifyImage(test, entry, manifest);
}

async function claim(test: ArchiveUnderTest, part: Descriptor): Promise<void> {
  const blob = await findBlob(test, blobName(part.digest), { where: part.digest });
  if (blob !== undefined) {
    checkSize(test, blob, part);
    test.claims.push({ blob, where: part.digest, digest: part.digest });
  }
}

async function verifyImage(
  test: ArchiveUnderTest,
  entry: IndexEntry,
  manifest: ManifestDocument,
): Promise<void> {
  const config = await readConfig(test, manifest.config);
  const platform =
    config === undefined ? entry.platform && formatPlatform(entry.platform) : formatPlatform(config.platform);
  if (config !== undefined) {
    checkPlatform(test, entry, config);
    checkConfigCounts(test, { config, layers: manifest.layers.length, where: entry.digest });
  }
  const layers: VerifiedImage['layers'][number][] = [];
  for (const [index, layer] of manifest.layers.entries()) {
    const diffId = config?.diffIds[index];
    const blob = await findLayer(test, layer, platform);
    if (blob === undefined) {
      continue;
    }
    checkSize(test, blob, layer);
    test.claims.push({
      blob,
      where: layer.digest,
      digest: layer.digest,
      layer: claimOf(layer, diffId),
      ...(platform !== undefined && { platform }),
    });
    layers.push(...(diffId === undefined ? [] : [{ diffId, blob, where: blobName(layer.digest) }]));
  }
  if (config !== undefined && platform !== undefined) {
    const { digest: configDigest } = manifest.config;
    test.images.push({ platform, manifestDigest: entry.digest, configDigest, layers });
  }
}

function claimOf(
  { mediaType, annotations }: Descriptor,
  diffId: Digest | undefined,
): NonNullable<BlobClaim['layer']> {
  const toc = tocClaimOf(annotations);
  return { mediaType, ...(diffId !== undefined && { diffId }), ...(toc !== undefined && { toc }) };
}

async function findLayer(
  test: ArchiveUnderTest,
  layer: Descriptor,
  platform: string | undefined,
): ReturnType<typeof findBlob> {
  const isForeign = /foreign|nondistributable/.test(layer.mediaType);
  if (isForeign && (await test.archive.find(blobName(layer.digest))) === undefined) {
    test.findings.note(`The layer ${layer.digest} is not distributable, and not there.`);
    return undefined;
  }
  return findBlob(test, blobName(layer.digest), {
    where: layer.digest,
    ...(platform !== undefined && { platform }),
  });
}

async function readConfig(test: ArchiveUnderTest, descriptor: Descriptor): Promise<ImageConfig | undefined> {
  const blob = await findBlob(test, blobName(descriptor.digest), { where: descriptor.digest });
  if (blob === undefined) {
    return undefined;
  }
  checkSize(test, blob, descriptor);
  const bytes = await test.findings.attempt(descriptor.digest, () => readSmallBlob(blob, descriptor.digest));
  if (bytes !== undefined) {
    checkDigest(test, { where: descriptor.digest, expected: descriptor.digest, actual: digestOf(bytes) });
  }
  return (await readDocument(test, blob, { where: descriptor.digest, schema: imageConfigSchema }))?.value;
}

async function readBlob<Value>(
  test: ArchiveUnderTest,
  { digest }: Descriptor,
  schema: z.ZodType<Value>,
): Promise<Value | undefined> {
  const blob = await test.archive.find(blobName(digest));
  return blob && (await readDocument(test, blob, { where: digest, schema }))?.value;
}

function checkMediaType(test: ArchiveUnderTest, entry: IndexEntry, own: string | null | undefined): void {
  if (typeof own === 'string' && own !== '' && own !== entry.mediaType) {
    test.findings.add({
      code: 'media-type',
      where: entry.digest,
      message: `${entry.digest} is ${own} by itself, but ${entry.mediaType} by its descriptor.`,
      expected: entry.mediaType,
      actual: own,
    });
  }
}

/** The config is what the engine runs by; an index that says otherwise offers the image to the wrong machines. */
function checkPlatform(test: ArchiveUnderTest, entry: IndexEntry, config: ImageConfig): void {
  const claimed = entry.platform;
  const { os, architecture } = config.platform;
  if (claimed !== undefined && (claimed.os !== os || claimed.architecture !== architecture)) {
    const [expected, actual] = [formatPlatform(claimed), formatPlatform(config.platform)];
    test.findings.add({
      code: 'index-platform',
      where: entry.digest,
      message: `The index gives ${entry.digest} as ${expected}, but its config says ${actual}.`,
      expected,
      actual,
    });
  }
}

const markerSchema = z.object({ imageLayoutVersion: z.string() });

/** Verifies the file that makes a folder a layout. https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md */
export async function verifyMarker(test: ArchiveUnderTest): Promise<void> {
  const { archive, findings } = test;
  const blob = await findings.attempt('oci-layout', async () => (await archive.find('oci-layout')) ?? null);
  if (blob === null) {
    const message = `${archive.name} has an index.json, but no oci-layout, without which it is no layout.`;
    findings.add({ code: 'layout-marker', where: 'oci-layout', message });
  }
  const document =
    blob && (await readDocument(test, blob, { where: 'oci-layout', schema: markerSchema }))?.value;
  const version = document?.imageLayoutVersion;
  if (version !== undefined && version !== '1.0.0') {
    findings.add({
      code: 'layout-marker',
      where: 'oci-layout',
      message: `oci-layout is of version "${version}"; the only one there is is 1.0.0.`,
      expected: '1.0.0',
      actual: version,
    });
  }
}
