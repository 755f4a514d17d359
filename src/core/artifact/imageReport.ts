import type { Digest } from '../base/digest.js';

/** What is known of one image of an artifact set, every digest computed from the bytes that were read or written. */
export interface ImageReport {
  /** `linux/arm64` */
  readonly platform: string;
  /** Digest of the manifest the image came with; absent where its source has none (legacy archives, artifact sets). */
  readonly manifestDigest?: Digest;
  readonly configDigest: Digest;
  readonly layers: readonly LayerReport[];
  /** Absolute path of the directory that holds manifest.json, digests.json, the config and the layers. */
  readonly directory: string;
}

/** One layer of an artifact set. */
export interface LayerReport {
  /** sha256 of the uncompressed layer. */
  readonly diffId: Digest;
  /** sha256 of the `.tar.gz` file. */
  readonly digest: Digest;
  /** Size of the `.tar.gz` file. */
  readonly sizeBytes: number;
  readonly layerId: string;
  /** Repository the layer was pulled from (`docker.io/library/ubuntu`), or empty. */
  readonly source: string;
  /** File name inside the directory. */
  readonly file: string;
}

/** Something wrong with an archive or an artifact set: what, where, and what was expected. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  /** Absolute path of the file it is about, where there is one. */
  readonly file?: string;
  readonly platform?: string;
  /** The part of the archive that it is about: a digest, or the name of a member. */
  readonly where?: string;
  /** What is claimed, and what is so, where both are short. */
  readonly expected?: string;
  readonly actual?: string;
}
