import { assertNever } from '../base/assertNever.js';
import { ArtifactError } from './artifactError.js';

/** The forms that images are written in. */
export const targetFormats = ['launchpad', 'docker-legacy', 'docker', 'oci', 'oci-tar'] as const;

/**
 * - `launchpad`: a folder of artifact sets, one a processor.
 * - `docker-legacy`: the archive that `docker save` wrote before Docker 25.
 * - `docker`: the archive that Docker writes since: an OCI layout with a manifest.json.
 * - `oci`: an OCI layout as a folder; `oci-tar`: as a tar archive.
 */
export type TargetFormat = (typeof targetFormats)[number];

/** How layers are stored; `keep`: as they are. */
export type TargetCompression = 'keep' | 'gzip' | 'zstd' | 'none';

/** Whose media types manifests have; `keep`: those they come with, else OCI's. */
export type TargetMediaTypes = 'keep' | 'docker' | 'oci';

/** What images are turned into. */
export interface TargetOptions {
  readonly format: TargetFormat;
  /** Default: what the format asks for, else `keep`. */
  readonly compression?: TargetCompression;
  /** 1 (fastest) to 9 (smallest), for layers that are compressed. */
  readonly level?: number;
  /** Compress anew what has the wanted compression already. */
  readonly recompress?: boolean;
  readonly mediaTypes?: TargetMediaTypes;
  /** Default: `keep`, where the images that they are about do not change. */
  readonly attestations?: 'keep' | 'drop';
  /**
   * Layers that may not be distributed and are not there: `name` them by their descriptors, which OCI layouts alone
   * can; default: an image that lacks one is not whole.
   */
  readonly foreignLayers?: 'require' | 'name';
  /** The name of every image, in the place of the names they have. */
  readonly tag?: string;
}

/** Whether a format is a folder rather than one file. */
export function isFolderFormat(format: TargetFormat): boolean {
  return format === 'launchpad' || format === 'oci';
}

/** The compression that layers get; `target-unfit` when the format does not take what is asked for. */
export function compressionOf(target: TargetOptions): TargetCompression {
  const { format, compression } = target;
  switch (format) {
    case 'launchpad':
      return only('gzip', target, 'Launchpad takes layers as gzip only');
    case 'docker-legacy':
      return only('none', target, 'The legacy archive holds layers uncompressed');
    case 'docker':
    case 'oci':
    case 'oci-tar':
      return compression ?? (target.recompress === true || target.level !== undefined ? 'gzip' : 'keep');
    default:
      return assertNever(format);
  }
}

function only(
  compression: 'gzip' | 'none',
  { compression: asked = compression }: TargetOptions,
  reason: string,
): TargetCompression {
  if (asked !== compression) {
    throw new ArtifactError('target-unfit', `${reason}; "${asked}" cannot be had there.`);
  }
  return compression;
}

/** Fails with `target-unfit` when parts of what is asked for exclude each other. */
export function checkTarget(target: TargetOptions): void {
  const compression = compressionOf(target);
  const { format, mediaTypes = 'keep', foreignLayers } = target;
  if (foreignLayers === 'name' && format !== 'oci' && format !== 'oci-tar') {
    throw new ArtifactError(
      'target-unfit',
      `The format ${format} has no place for layers that are not there; choose oci or oci-tar.`,
    );
  }
  if (format === 'launchpad' || format === 'docker-legacy') {
    checkPlainTarget(target);
  }
  if (mediaTypes === 'docker' && compression === 'zstd') {
    throw new ArtifactError(
      'target-unfit',
      "Docker's media types have no zstd; choose OCI's, or another compression.",
    );
  }
  if (target.recompress === true && (compression === 'keep' || compression === 'none')) {
    throw new ArtifactError(
      'target-unfit',
      `Layers cannot be compressed anew and be stored as "${compression}" at once.`,
    );
  }
}

/** Formats without manifests of the registry's kind. */
function checkPlainTarget({ format, mediaTypes = 'keep', attestations }: TargetOptions): void {
  if (attestations === 'keep') {
    throw new ArtifactError('target-unfit', `The format ${format} has no place for attestations.`);
  }
  if (mediaTypes !== 'keep') {
    throw new ArtifactError('target-unfit', `The format ${format} has no media types to choose.`);
  }
}
