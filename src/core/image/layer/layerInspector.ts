import type { Digest } from '../../base/digest.js';
import { hasCode } from '../../base/errors.js';
import type { Layer } from '../image.js';
import { ImageError } from '../imageError.js';
import type { Compression } from './compression.js';
import { checkClaim, checkDigest, createMeasure } from './digestCheck.js';
import { createGunzip } from './gunzip.js';
import { createZstdDecoder } from './zstd.js';

/** What a layer's bytes were found to be. */
export interface LayerFacts {
  /** Of the stored bytes. */
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** Of the uncompressed bytes; absent when the compressed stream is damaged. */
  readonly content?: { readonly digest: Digest; readonly sizeBytes: number };
  /** Zero bytes after the compressed stream, which readers ignore. */
  readonly paddingBytes: number;
  /** Why the content is not known, in words that name the layer. */
  readonly damage?: string;
}

/** Reads a layer's stored bytes, in order, and finds out what they are. Whoever creates one finishes or destroys it. */
export interface LayerInspector {
  /** Settles when the bytes may be reused. Damage does not fail it: the stored bytes go on being measured. */
  write(stored: Uint8Array): Promise<void>;
  /** Set as soon as the compressed stream is found damaged. */
  damage(): string | undefined;
  finish(): Promise<LayerFacts>;
  destroy(): void;
}

/** What a layer's stored bytes are decoded by. */
interface Decoder {
  write(stored: Uint8Array): Promise<void>;
  /** The number of padding bytes. */
  finish(): Promise<number>;
  destroy(): void;
}

/** Content, as far as it is wanted. A chunk is only valid until the promise settles. */
type EmitContent = (content: Uint8Array) => Promise<void>;

/**
 * An inspector of bytes compressed in the given way, which a person knows as `name`; `archive-unsupported` for bzip2
 * and xz. Each piece of content goes to `emit`, where there is one, before what follows is decoded.
 */
export function createLayerInspector(
  { compression, name }: Pick<Layer, 'compression' | 'name'>,
  emit?: EmitContent,
): LayerInspector {
  const stored = createMeasure();
  const content = compression === 'none' ? stored : createMeasure();
  const decoder = createDecoder(compression, name, async (bytes) => {
    // Why: zlib goes on with the next piece in its own thread once it has handed over this one.
    await Promise.resolve();
    if (content !== stored) {
      content.add(bytes);
    }
    await emit?.(bytes);
  });
  let damage: string | undefined;
  const attempt = async <Value>(action: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return damage === undefined ? await action() : undefined;
    } catch (error) {
      if (!hasCode(error, 'archive-corrupt')) {
        throw error;
      }
      damage = error.message;
      return undefined;
    }
  };
  return {
    async write(bytes) {
      const decoded = attempt(() => decoder.write(bytes));
      stored.add(bytes);
      await decoded;
    },
    damage: () => damage,
    async finish() {
      const paddingBytes = (await attempt(() => decoder.finish())) ?? 0;
      const measured = stored.result();
      const found = content === stored ? measured : content.result();
      return { ...measured, paddingBytes, ...(damage === undefined ? { content: found } : { damage }) };
    },
    destroy: () => {
      decoder.destroy();
    },
  };
}

function createDecoder(compression: Compression, name: string, emit: EmitContent): Decoder {
  if (compression === 'gzip') {
    return createGunzip(name, emit);
  }
  if (compression === 'zstd') {
    return createZstdDecoder(name, emit);
  }
  if (compression === 'none') {
    return { write: emit, finish: () => Promise.resolve(0), destroy: () => undefined };
  }
  throw new ImageError(
    'archive-unsupported',
    `${name} is compressed with ${compression}, which no registry takes; save the image again with gzip.`,
  );
}

/** A layer whose compressed stream breaks the rules of its format. */
function corruptLayer(damage: string): ImageError {
  return new ImageError('archive-corrupt', damage);
}

/** Compares all that is claimed of a layer with what was found: `archive-mismatch`, `archive-corrupt`. */
export function checkLayerFacts(
  layer: Pick<Layer, 'blob' | 'claim' | 'diffId' | 'name'>,
  facts: LayerFacts,
): { readonly digest: Digest; readonly sizeBytes: number } {
  if (facts.damage !== undefined && facts.sizeBytes < layer.blob.sizeBytes) {
    // Why: reading ended there, and the stored bytes are not known as a whole.
    throw corruptLayer(facts.damage);
  }
  if (layer.claim !== undefined) {
    checkClaim(layer.claim, facts, `The layer ${layer.name}`);
  }
  if (facts.content === undefined) {
    throw corruptLayer(facts.damage ?? `The layer ${layer.name} cannot be read.`);
  }
  checkDigest(layer.diffId, facts.content.digest, `The uncompressed layer ${layer.name}`);
  return facts.content;
}
