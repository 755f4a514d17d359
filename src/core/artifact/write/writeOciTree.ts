import { digestHex } from '../../base/digest.js';
import type { Digest } from '../../base/digest.js';
import type { Attestation, Image } from '../../image/image.js';
import { checkClaim, createMeasure } from '../../image/layer/digestCheck.js';
import { blobName } from '../../image/ociManifest.js';
import { formatPlatform } from '../../platform/platform.js';
import type { ImageReport } from '../imageReport.js';
import { groupImages } from './imageGroup.js';
import type { SourcedImage } from './imageGroup.js';
import { tagsFor } from './imageWriter.js';
import type { ImageWriter, WriteOptions, WriteWork } from './imageWriter.js';
import { topEntries, toIndexBlob } from './indexBlob.js';
import type { JsonDescriptor, ManifestGroup, WrittenManifest } from './indexBlob.js';
import type { PlannedBlob, WrittenBlob } from './layerPlan.js';
import { encodeJson, toManifestBlob } from './manifestBlob.js';
import { documentType } from './mediaTypes.js';
import type { OutputTree } from './outputTree.js';
import { packPlan } from './packPlan.js';

/** An image as it stands in an OCI tree. */
export interface OciImage extends WrittenManifest, SourcedImage {
  readonly layers: readonly WrittenBlob[];
}

/** Images that are one for several platforms, as they stand in an OCI tree. */
export interface OciGroup extends ManifestGroup {
  readonly members: readonly OciImage[];
  readonly tags: readonly string[];
}

/**
 * Writes an OCI layout. Manifests, indexes and attestations are kept byte for byte where they are still true.
 * `more` writes what other formats add.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md
 */
export function ociWriter(
  more: (tree: OutputTree, groups: readonly OciGroup[]) => Promise<readonly string[]> = () =>
    Promise.resolve([]),
): ImageWriter {
  return async (work, tree, options) => {
    await tree.addDirectory('blobs');
    await tree.addDirectory('blobs/sha256');
    const images = await writeImages(work, tree, options);
    const groups = groupImages(images).map((members) => toGroup(members, work));
    const entries: JsonDescriptor[] = [];
    for (const group of groups) {
      entries.push(...(await writeGroup(group, work, tree)));
    }
    const notes = await more(tree, groups);
    const index = { schemaVersion: 2, mediaType: documentType('oci', 'index'), manifests: entries };
    await tree.addFile('index.json', encodeJson(index, 'index'));
    await tree.addFile('oci-layout', encodeJson({ imageLayoutVersion: '1.0.0' }, 'layout'));
    return {
      reports: images.map(reportOf),
      notes: [...images.flatMap(absentNotes), ...notes],
      kept: groups.flatMap(({ attestations }) => attestations),
    };
  };
}

async function writeImages(
  work: WriteWork,
  tree: OutputTree,
  options: WriteOptions,
): Promise<readonly OciImage[]> {
  const { plan, target } = work;
  const blobs = await packPlan(plan, tree, blobNames, {
    ...options,
    recompress: target.recompress ?? false,
    ...(target.level !== undefined && { level: target.level }),
  });
  const written = new Set<Digest>();
  const images: OciImage[] = [];
  for (const item of work.items) {
    const layers = item.image.layers.flatMap((layer) =>
      layer.isAbsent === true ? absentBlob(layer) : withLayer(blobs.get(plan.blobOf(layer)), layer),
    );
    const manifest = toManifestBlob(item.image, layers, target.mediaTypes ?? 'keep');
    await addBlob(tree, written, { digest: item.image.configDigest, bytes: item.image.configBytes });
    await addBlob(tree, written, manifest);
    images.push({ ...item, manifest, layers });
  }
  return images;
}

/** A layer that is only named: what its descriptor says, nothing of which could be checked. */
function absentBlob(layer: Image['layers'][number]): readonly WrittenBlob[] {
  const { claim, diffId, compression } = layer;
  return claim === undefined
    ? []
    : [{ layer, want: 'keep', packed: { ...claim, diffId, compression, contentSizeBytes: 0 } }];
}

function absentNotes({ image, layers }: OciImage): readonly string[] {
  return layers
    .filter(({ layer }) => layer.isAbsent === true)
    .map(
      ({ packed }) =>
        `${formatPlatform(image.platform)}: the layer ${packed.digest} may not be distributed and is not there; it is named, and not checked`,
    );
}

/** The blob as the blob of this very layer, whose descriptor may differ from that of the one it was made of. */
function withLayer(blob: WrittenBlob | undefined, layer: Image['layers'][number]): readonly WrittenBlob[] {
  return blob === undefined ? [] : [{ ...blob, layer }];
}

const blobNames = {
  forecast: ({ digest, layer }: PlannedBlob) =>
    digest === undefined ? undefined : { name: blobName(digest), sizeBytes: layer.blob.sizeBytes },
  nameOf: (_: PlannedBlob, { digest }: { readonly digest: Digest }) => blobName(digest),
};

async function addBlob(
  tree: OutputTree,
  written: Set<Digest>,
  { digest, bytes }: { readonly digest: Digest; readonly bytes: Uint8Array },
): Promise<void> {
  if (!written.has(digest)) {
    written.add(digest);
    await tree.addFile(blobName(digest), bytes);
  }
}

function toGroup(members: readonly OciImage[], { attestations, target }: WriteWork): OciGroup {
  const unchanged = new Set(
    members.filter(({ manifest }) => manifest.isUnchanged).map(({ manifest }) => manifest.digest),
  );
  return {
    members,
    attestations: attestations.filter(({ subject }) => subject !== undefined && unchanged.has(subject)),
    tags: [...new Set(members.flatMap(({ image }) => tagsFor(image, target)))],
  };
}

async function writeGroup(
  group: OciGroup,
  { target }: WriteWork,
  tree: OutputTree,
): Promise<readonly JsonDescriptor[]> {
  const written = new Set<Digest>();
  for (const attestation of group.attestations) {
    await writeAttestation(attestation, tree, written);
  }
  const index = toIndexBlob(group, target.mediaTypes ?? 'keep');
  if (index !== undefined) {
    await addBlob(tree, written, index);
  }
  return topEntries(group, index, group.tags);
}

async function writeAttestation(
  { entry, manifestBytes, blobs }: Attestation,
  tree: OutputTree,
  written: Set<Digest>,
): Promise<void> {
  for (const { digest, blob } of blobs) {
    if (!written.has(digest)) {
      written.add(digest);
      await copyBlob(digest, blob, tree);
    }
  }
  await addBlob(tree, written, { digest: entry.digest, bytes: manifestBytes });
}

async function copyBlob(
  digest: Digest,
  blob: Attestation['blobs'][number]['blob'],
  tree: OutputTree,
): Promise<void> {
  const { sizeBytes } = blob;
  const measure = createMeasure();
  const file = await tree.begin({ name: blobName(digest), sizeBytes });
  for await (const chunk of blob.stream()) {
    measure.add(chunk);
    await file.write(chunk);
  }
  await file.close();
  checkClaim({ digest, sizeBytes }, measure.result(), `The blob ${digest} of an attestation`);
  await file.settle(blobName(digest));
}

function reportOf({ image, manifest, layers }: OciImage): Omit<ImageReport, 'directory'> {
  return {
    platform: formatPlatform(image.platform),
    manifestDigest: manifest.digest,
    configDigest: image.configDigest,
    layers: layers.map(({ layer, packed }) => ({
      diffId: layer.diffId,
      digest: packed.digest,
      sizeBytes: packed.sizeBytes,
      layerId: digestHex(layer.diffId),
      source: layer.source,
      file: blobName(packed.digest),
    })),
  };
}
