import type { Digest } from '../base/digest.js';
import type { ByteSource } from '../base/byteSource.js';
import { formatPlatform } from '../platform/platform.js';
import type { Platform } from '../platform/platform.js';
import type { Compression } from './layer/compression.js';
import type { Descriptor } from './format/descriptor.js';
import type { ImageConfig } from './format/imageConfig.js';
import type { IndexEntry, ManifestDocument } from './format/ociSchema.js';

/** An image of one platform, wherever it comes from. */
export interface Image {
  readonly platform: Platform;
  /** The config's bytes, unchanged; `configDigest` is computed from them. */
  readonly configBytes: Uint8Array;
  readonly configDigest: Digest;
  readonly config: ImageConfig;
  /** Absent where the image comes without a manifest of its own (legacy archives). */
  readonly manifestDigest?: Digest;
  /** The manifest that it came with, unchanged; absent where `manifestDigest` is. */
  readonly manifest?: ImageManifest;
  /** What the index says of the manifest: annotations, and the platform as it is written there. */
  readonly entry?: IndexEntry;
  /** The innermost index that the image was found in, where that is a blob of its own. */
  readonly index?: ImageIndex;
  /** Names in the short form Docker shows (`app:1.0`). */
  readonly tags: readonly string[];
  /** The layers, lowest first. */
  readonly layers: readonly Layer[];
}

/** A manifest as a blob. */
export interface ImageManifest {
  readonly bytes: Uint8Array;
  /** As its descriptor says, else as the manifest itself does. */
  readonly mediaType: string;
  readonly document: ManifestDocument;
}

/** An index as a blob, and what it leads to. */
export interface ImageIndex {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly entries: readonly IndexEntry[];
  /** What is said of the index where it is named itself. */
  readonly annotations: ReadonlyMap<string, string>;
}

/** A statement about an image: a manifest that is no image, with the blobs that it names. */
export interface Attestation {
  readonly entry: IndexEntry;
  /** The image's manifest. */
  readonly subject?: Digest;
  readonly manifestBytes: Uint8Array;
  readonly blobs: readonly { readonly digest: Digest; readonly blob: ByteSource }[];
  /** What is said of it when it is left aside. */
  readonly words: string;
}

/** One layer as it is stored. */
export interface Layer {
  /** sha256 of the uncompressed bytes, as the config claims it. */
  readonly diffId: Digest;
  /** What is claimed of the stored bytes, where anything is. */
  readonly claim?: Pick<Descriptor, 'digest' | 'sizeBytes'>;
  /** What the manifest says of it, where there is one. */
  readonly descriptor?: Descriptor;
  /** What the first bytes say; the bytes decide. */
  readonly compression: Compression;
  /** What the media type says, where there is one; some tools write it wrong. */
  readonly claimedCompression?: Compression;
  /** The stored bytes; nothing of them is checked yet. */
  readonly blob: ByteSource;
  /** Set where the layer is not here and need not be: `blob` is empty, and the descriptor is all there is. */
  readonly isAbsent?: true;
  /** What a person calls it. */
  readonly name: string;
  /** Repository the layer was pulled from (`docker.io/library/ubuntu`), or empty. */
  readonly source: string;
}

/** What an archive was found to hold. */
export interface ImageSearch {
  readonly images: readonly Image[];
  /** Images that are named but not wholly there. */
  readonly incomplete: readonly IncompleteImage[];
  /** What was found and is no image, in words. */
  readonly leftAside: readonly string[];
  /** The attestations that are wholly there; each is also told of in `leftAside`, for those who drop them. */
  readonly attestations?: readonly Attestation[];
}

/** An image some of whose blobs are missing. */
export interface IncompleteImage {
  /** Undefined when not even that is known. */
  readonly platform?: Platform;
  /** As it is claimed; undefined when not even that is known. */
  readonly configDigest?: Digest;
  readonly missing: readonly string[];
}

/** Whether an image is here after all: the very same one, or one for its platform where nothing else tells them apart. */
export function isThere({ platform, configDigest }: IncompleteImage, images: readonly Image[]): boolean {
  return images.some((image) =>
    configDigest === undefined
      ? platform !== undefined && formatPlatform(image.platform) === formatPlatform(platform)
      : image.configDigest === configDigest,
  );
}
