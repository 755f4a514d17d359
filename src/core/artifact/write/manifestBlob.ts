import type { Digest } from '../../base/digest.js';
import { messageOf } from '../../base/errors.js';
import type { Image, ImageManifest } from '../../image/image.js';
import { ImageError } from '../../image/imageError.js';
import { digestOf } from '../../image/layer/digestCheck.js';
import { isAboutBytes } from '../../image/toc/tocClaim.js';
import type { TargetMediaTypes } from '../targetOptions.js';
import type { WrittenBlob } from './layerPlan.js';
import { documentType, familyOf, layerType } from './mediaTypes.js';
import type { MediaFamily } from './mediaTypes.js';

/** A JSON document of the output. */
export interface DocumentBlob {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  readonly mediaType: string;
  /** Whether it is the very document that the image came with. */
  readonly isUnchanged: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The manifest of an image whose layers were written: the one it came with, byte for byte, where that is still true
 * and of the wanted media types; else that one with what changed, everything else kept.
 */
export function toManifestBlob(
  image: Image,
  layers: readonly WrittenBlob[],
  mediaTypes: TargetMediaTypes,
): DocumentBlob {
  const { manifest } = image;
  const family = familyFor(manifest, mediaTypes);
  if (manifest !== undefined && isStillTrue(manifest, layers, mediaTypes)) {
    const { bytes, mediaType } = manifest;
    return { bytes, digest: digestOf(bytes), mediaType, isUnchanged: true };
  }
  const before = manifest === undefined ? {} : parse(manifest.bytes);
  const mediaType = documentType(family, 'manifest');
  const document = {
    ...before,
    schemaVersion: 2,
    mediaType,
    config: {
      ...asObject(before['config']),
      mediaType: documentType(family, 'config'),
      digest: image.configDigest,
      size: image.configBytes.length,
    },
    layers: layers.map((layer, index) => layerDescriptor(layer, family, itemAt(before['layers'], index))),
  };
  const bytes = encodeJson(document, 'manifest');
  return { bytes, digest: digestOf(bytes), mediaType, isUnchanged: false };
}

function familyFor(manifest: ImageManifest | undefined, mediaTypes: TargetMediaTypes): MediaFamily {
  return mediaTypes === 'keep' ? (familyOf(manifest?.mediaType ?? '') ?? 'oci') : mediaTypes;
}

function isStillTrue(
  { mediaType, document }: ImageManifest,
  layers: readonly WrittenBlob[],
  mediaTypes: TargetMediaTypes,
): boolean {
  const isSame =
    document.layers.length === layers.length &&
    layers.every(({ packed }, index) => packed.digest === document.layers[index]?.digest);
  const all = [mediaType, document.config.mediaType, ...document.layers.map((layer) => layer.mediaType)];
  return isSame && (mediaTypes === 'keep' || all.every((type) => familyOf(type) === mediaTypes));
}

function layerDescriptor({ layer, packed }: WrittenBlob, family: MediaFamily, before: Json): Json {
  const isSame = before['digest'] === packed.digest;
  const annotations = Object.entries(asObject(before['annotations'])).filter(
    ([key]) => isSame || !isAboutBytes(key),
  );
  return {
    ...without(before, 'annotations'),
    mediaType: layerType(family, packed.compression, layer.descriptor?.mediaType),
    digest: packed.digest,
    size: packed.sizeBytes,
    ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
  };
}

/** JSON that was decoded before, as a plain object. */
export function parse(bytes: Uint8Array): Json {
  return asObject(JSON.parse(new TextDecoder().decode(bytes)));
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function itemAt(value: unknown, index: number): Json {
  return Array.isArray(value) ? asObject(value[index]) : {};
}

/** A copy of an object that lacks one key. */
export function without(object: Json, key: string): Json {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

/** JSON in UTF-8; `archive-too-large` when a document from elsewhere is nested too deep to be written again. */
export function encodeJson(value: unknown, what: string): Uint8Array {
  try {
    return new TextEncoder().encode(JSON.stringify(value));
  } catch (error) {
    if (error instanceof RangeError) {
      const message = `The ${what} cannot be written again, since it is nested too deep: ${messageOf(error)}.`;
      throw new ImageError('archive-too-large', message, { cause: error });
    }
    throw error;
  }
}
