import * as z from 'zod';

import { normalizePlatform } from '../../platform/platform.js';
import type { Platform } from '../../platform/platform.js';
import { annotationsSchema, descriptorSchema } from './descriptor.js';
import type { Descriptor } from './descriptor.js';

/** An entry of an index. https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md */
export interface IndexEntry extends Descriptor {
  readonly platform?: Platform;
  /** The variant as written; old images name it here only. */
  readonly variant?: string;
  /** The entry as it is written, with what we do not use. */
  readonly json?: Readonly<Record<string, unknown>>;
}

const platformSchema = z
  .object({ os: z.string(), architecture: z.string(), variant: z.string().nullish() })
  .nullish()
  .transform((platform) =>
    platform
      ? {
          platform: normalizePlatform(platform.os, platform.architecture, platform.variant ?? undefined),
          ...(typeof platform.variant === 'string' && { variant: platform.variant }),
        }
      : {},
  );

const writtenSchema = z.looseObject({}).transform((json) => ({ json }));

const indexEntrySchema = z
  .intersection(
    z.intersection(descriptorSchema, z.object({ platform: platformSchema })),
    // Why: an entry that is written again keeps what we do not know of.
    writtenSchema,
  )
  .transform(({ platform, ...descriptor }): IndexEntry => ({ ...descriptor, ...platform }));

/** Decodes an OCI image index or a Docker manifest list. */
export const indexSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().nullish(),
  manifests: z
    .array(indexEntrySchema)
    .nullish()
    .transform((manifests) => manifests ?? []),
});

/** Decodes an OCI image manifest or a Docker one. https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md */
export const manifestSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().nullish(),
  config: descriptorSchema,
  layers: z
    .array(descriptorSchema)
    .nullish()
    .transform((layers) => layers ?? []),
  annotations: annotationsSchema,
});

/** A decoded image manifest. */
export type ManifestDocument = z.infer<typeof manifestSchema>;

const indexTypes: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

const manifestTypes: readonly string[] = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

const configTypes: readonly string[] = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
];

/** What a descriptor's media type says that the blob is. */
export function kindOfMediaType(mediaType: string): 'index' | 'manifest' | 'other' {
  if (indexTypes.includes(mediaType)) {
    return 'index';
  }
  return manifestTypes.includes(mediaType) ? 'manifest' : 'other';
}

/** The media type of a document that stands alone: what it says itself, else what its fields make it. */
export function mediaTypeOfDocument(document: Readonly<Record<string, unknown>>): string {
  const { mediaType } = document;
  if (typeof mediaType === 'string' && mediaType !== '') {
    return mediaType;
  }
  return (Array.isArray(document['manifests']) ? indexTypes[0] : manifestTypes[0]) ?? '';
}

/** Whether a manifest with this config is an image; the others are artifacts of other kinds. */
export function isImageConfigType(mediaType: string): boolean {
  return configTypes.includes(mediaType);
}

/** The compression that a layer's media type names; undefined for types that we do not know. */
export function compressionOfMediaType(mediaType: string): 'none' | 'gzip' | 'zstd' | undefined {
  if (/[+.](gzip|zstd)$/.test(mediaType)) {
    return mediaType.endsWith('zstd') ? 'zstd' : 'gzip';
  }
  return mediaType.endsWith('.tar') ? 'none' : undefined;
}

/** Whether a media type says that the layer may not be distributed, so that archives may lack it. */
export function isForeignType(mediaType: string): boolean {
  return /foreign|nondistributable/.test(mediaType);
}

/**
 * Whether an entry is an attestation about another one rather than an image.
 * https://github.com/moby/buildkit/blob/v0.25.0/docs/attestations/attestation-storage.md
 */
export function isAttestation(entry: IndexEntry): boolean {
  return (
    entry.annotations.has('vnd.docker.reference.type') ||
    (entry.platform?.os === 'unknown' && entry.platform.architecture === 'unknown')
  );
}
