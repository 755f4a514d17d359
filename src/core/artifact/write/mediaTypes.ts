import { isForeignType } from '../../image/format/ociSchema.js';
import type { Compression } from '../../image/layer/compression.js';
import { ArtifactError } from '../artifactError.js';

/** Whose media types a document has. */
export type MediaFamily = 'oci' | 'docker';

const types = {
  oci: {
    index: 'application/vnd.oci.image.index.v1+json',
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar',
    foreignLayer: 'application/vnd.oci.image.layer.nondistributable.v1.tar',
  },
  docker: {
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar',
    foreignLayer: 'application/vnd.docker.image.rootfs.foreign.diff.tar',
  },
} as const;

/** The family of a media type; undefined for those of nobody we know. */
export function familyOf(mediaType: string): MediaFamily | undefined {
  if (mediaType.startsWith('application/vnd.oci.image.')) {
    return 'oci';
  }
  return mediaType.startsWith('application/vnd.docker.') ? 'docker' : undefined;
}

/** The media type of a document of a family. */
export function documentType(family: MediaFamily, document: 'index' | 'manifest' | 'config'): string {
  return types[family][document];
}

/** Docker writes `.gzip`, OCI `+gzip`. */
const separators = { oci: '+', docker: '.' } as const;

/**
 * The media type of a layer; `target-unfit` when the family has none. `before` is the one that it comes with: layers
 * that may not be distributed stay so.
 */
export function layerType(family: MediaFamily, compression: Compression, before = ''): string {
  const base = types[family][isForeignType(before) ? 'foreignLayer' : 'layer'];
  if (compression === 'none') {
    return base;
  }
  if (compression !== 'gzip' && (family === 'docker' || compression !== 'zstd')) {
    throw new ArtifactError(
      'target-unfit',
      `The media types of ${family === 'docker' ? 'Docker' : 'OCI'} have no layer compressed with ${compression}; choose OCI's media types, or compress with gzip.`,
    );
  }
  return `${base}${separators[family]}${compression}`;
}
