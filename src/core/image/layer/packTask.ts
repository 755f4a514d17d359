import type { Digest } from '../../base/digest.js';
import type { Host } from '../../host/host.js';
import type { Layer } from '../image.js';

/** Where bytes go to. `write` settles when the bytes may be reused; `close` comes last, after a failure as well. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** What the written bytes of a layer are to be. */
export type WantedCompression = 'gzip' | 'none' | 'zstd' | 'keep';

/** One layer, and what is to become of it. */
export interface PackTask {
  readonly layer: Layer;
  /**
   * `keep`: the stored bytes as they are. A layer that is of the wanted kind already passes byte for byte unless
   * `recompress`. Absent: the layer is checked and nothing is written.
   */
  readonly want?: WantedCompression;
  readonly recompress?: boolean;
  /** Opens where the bytes go, once its turn comes; the calls of `write` come one after another. */
  readonly open?: () => Promise<ByteSink>;
}

/** How layers are packed, stopped and watched. */
export interface PackLayersOptions {
  readonly signal?: AbortSignal;
  /** Told the number of stored bytes that were read since the last call. */
  readonly onRead?: (bytes: number) => void;
  /** 1 (fastest) to 9 (smallest); absent: fast, at about the size other tools give. */
  readonly level?: number;
  /** `given`: one task is written after another (one stream for all); `any`: as it suits. */
  readonly order: 'any' | 'given';
}

/** What a layer came to be. */
export interface PackedLayer {
  /** Of the written bytes; of the stored ones where nothing is written. */
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly diffId: Digest;
  /** Size of the uncompressed bytes. */
  readonly contentSizeBytes: number;
  /** What the written (else the stored) bytes are. */
  readonly compression: Layer['compression'];
}

/** The part of the host that packing needs. */
export type PackHost = Pick<Host, 'files' | 'system' | 'workers'>;
