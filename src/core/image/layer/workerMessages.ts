import type { DeflateModule } from '../../deflate/deflater.js';
import type { Layer } from '../image.js';
import type { LayerFacts } from './layerInspector.js';

/** The script of the asset directory that understands these messages. */
export const layerWorkerScript = 'layerWorker.js';

/** What a layer worker is started with. */
export interface WorkerData {
  /** The deflate module; absent where only zlib is to be used. */
  readonly deflate?: DeflateModule;
}

/** What is packed at once, in one of the two ways. */
export interface EncodeRequest {
  readonly kind: 'encode';
  readonly id: number;
  readonly format: 'gzip' | 'zstd';
  /** On our own scale; absent: the format's default. */
  readonly level?: number;
  readonly buffer: ArrayBuffer;
  readonly start: number;
  readonly length: number;
}

/** A layer to be read: its stored bytes follow as `stored`, then `end`. One at a time. */
export interface OpenRequest {
  readonly kind: 'open';
  readonly id: number;
  readonly layer: Pick<Layer, 'compression' | 'name'>;
  /** Whether the content is sent back, into buffers that come as `room`. */
  readonly withContent: boolean;
  /** Whether stored bytes go on being measured after damage. */
  readonly pastDamage: boolean;
}

/** A message to a layer worker. Buffers move over with it. */
export type WorkerRequest =
  | EncodeRequest
  | OpenRequest
  | {
      readonly kind: 'stored';
      readonly id: number;
      readonly buffer: ArrayBuffer;
      readonly length: number;
    }
  | { readonly kind: 'room'; readonly id: number; readonly buffer: ArrayBuffer }
  | { readonly kind: 'end'; readonly id: number };

/** A message from a layer worker. */
export type WorkerReply =
  | {
      readonly kind: 'encoded';
      readonly id: number;
      readonly buffer: ArrayBuffer;
      readonly length: number;
      readonly crc: number;
    }
  /** Stored bytes that were inspected come back, unchanged. */
  | { readonly kind: 'used'; readonly id: number; readonly buffer: ArrayBuffer; readonly length: number }
  | { readonly kind: 'content'; readonly id: number; readonly buffer: ArrayBuffer; readonly length: number }
  | { readonly kind: 'facts'; readonly id: number; readonly facts: LayerFacts }
  /** `code` where the error is one of ours. */
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly code?: string };
