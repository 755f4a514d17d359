import type { Attestation, Image, ImageIndex } from '../../image/image.js';
import { digestOf } from '../../image/layer/digestCheck.js';
import type { TargetMediaTypes } from '../targetOptions.js';
import { encodeJson, parse, without } from './manifestBlob.js';
import type { DocumentBlob } from './manifestBlob.js';
import { parseImageName } from './imageName.js';
import { documentType, familyOf } from './mediaTypes.js';

/** An image whose manifest was written. */
export interface WrittenManifest {
  readonly image: Image;
  readonly manifest: DocumentBlob;
}

/** Images that are one for several platforms, and what is said about them. */
export interface ManifestGroup {
  readonly members: readonly WrittenManifest[];
  readonly attestations: readonly Attestation[];
}

/** A descriptor as it is written. */
export type JsonDescriptor = Readonly<Record<string, unknown>>;

const nameKeys = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'] as const;

/**
 * The index of a group, where it needs one: the one that it came in, byte for byte, where that is still true; else a
 * new one. Undefined for a single image that nothing is said about.
 */
export function toIndexBlob(group: ManifestGroup, mediaTypes: TargetMediaTypes): DocumentBlob | undefined {
  const before = commonIndex(group.members);
  if (before !== undefined && isStillTrue(before, group, mediaTypes)) {
    const { bytes, digest, mediaType } = before;
    return { bytes, digest, mediaType, isUnchanged: true };
  }
  if (group.members.length === 1 && group.attestations.length === 0) {
    return undefined;
  }
  const families = group.members.map(({ manifest }) => familyOf(manifest.mediaType));
  const isDocker = families.every((family) => family === 'docker') && group.attestations.length === 0;
  const mediaType = documentType(isDocker ? 'docker' : 'oci', 'index');
  const annotations = before === undefined ? undefined : parse(before.bytes)['annotations'];
  const document = {
    schemaVersion: 2,
    mediaType,
    manifests: [
      ...group.members.map((member) => entryOf(member)),
      ...group.attestations.map(({ entry }) => entry.json ?? {}),
    ],
    ...(annotations !== undefined && { annotations }),
  };
  const bytes = encodeJson(document, 'index');
  return { bytes, digest: digestOf(bytes), mediaType, isUnchanged: false };
}

function commonIndex(members: readonly WrittenManifest[]): ImageIndex | undefined {
  const [first, ...others] = members.map(({ image }) => image.index);
  return others.every((index) => index?.digest === first?.digest) ? first : undefined;
}

function isStillTrue(
  index: ImageIndex,
  { members, attestations }: ManifestGroup,
  mediaTypes: TargetMediaTypes,
): boolean {
  const written = new Set([
    ...members.map(({ manifest }) => manifest.digest),
    ...attestations.map(({ entry }) => entry.digest),
  ]);
  const isWhole = index.entries.every(({ digest }) => written.has(digest));
  return isWhole && (mediaTypes === 'keep' || familyOf(index.mediaType) === mediaTypes);
}

/** The descriptor of an image in an index: what was said of it before, and where it is now. */
function entryOf({ image, manifest }: WrittenManifest): JsonDescriptor {
  const before = image.entry?.json ?? {};
  const annotations = [...(image.entry?.annotations ?? [])].filter(([key]) => !isNameKey(key));
  return {
    ...without(before, 'annotations'),
    mediaType: manifest.mediaType,
    digest: manifest.digest,
    size: manifest.bytes.length,
    platform: before['platform'] ?? platformOf(image),
    ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
  };
}

function isNameKey(key: string): boolean {
  return nameKeys.some((name) => name === key);
}

/** The platform with what only some systems have, as the config has it. */
function platformOf(image: Image): JsonDescriptor {
  const config = parse(image.configBytes);
  const { os, architecture, variant } = image.platform;
  const more = Object.entries(config).filter(([key]) => key === 'os.version' || key === 'os.features');
  const written =
    typeof config['variant'] === 'string' && config['variant'] !== '' ? config['variant'] : variant;
  return {
    architecture,
    os,
    ...Object.fromEntries(more),
    ...(written !== undefined && { variant: written }),
  };
}

/** The entries of index.json for a group: one for each name, or a single one without a name. */
export function topEntries(
  group: ManifestGroup,
  index: DocumentBlob | undefined,
  tags: readonly string[],
): readonly JsonDescriptor[] {
  const [first] = group.members;
  if (first === undefined) {
    return [];
  }
  const base = index === undefined ? entryOf(first) : descriptorOf(index);
  const own = index === undefined ? first.image.entry : commonIndex(group.members);
  const annotations = [...(own?.annotations ?? [])];
  const unnamed = annotations.filter(([key]) => !isNameKey(key));
  if (tags.length === 0) {
    return [withAnnotations(base, annotations)];
  }
  return tags.map((tag) => withAnnotations(base, [...unnamed, ...nameAnnotations(tag)]));
}

function descriptorOf({ mediaType, digest, bytes }: DocumentBlob): JsonDescriptor {
  return { mediaType, digest, size: bytes.length };
}

function withAnnotations(
  descriptor: JsonDescriptor,
  annotations: readonly (readonly [string, string])[],
): JsonDescriptor {
  return annotations.length === 0
    ? descriptor
    : { ...descriptor, annotations: Object.fromEntries(annotations) };
}

/** The two notes of a name that engines read. */
function nameAnnotations(tag: string): readonly (readonly [string, string])[] {
  const name = parseImageName(tag);
  const [fullKey, tagKey] = nameKeys;
  return name === undefined
    ? [[fullKey, tag]]
    : [
        [fullKey, name.full],
        [tagKey, name.tag],
      ];
}
