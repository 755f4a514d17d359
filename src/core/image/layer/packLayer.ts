import type { Digest } from '../../base/digest.js';
import { createGzip, decompressed, through } from './compression.js';
import type { Descriptor } from '../format/descriptor.js';
import { checkClaim, checkDigest, createMeasure, watched } from './digestCheck.js';
import { createGunzipHash } from './gunzipHash.js';
import type { Layer } from '../image.js';

/** Where a packed layer goes to, and how its reading is watched. */
export interface PackOptions {
  readonly signal?: AbortSignal;
  /** Told the number of stored bytes that were read since the last call. */
  readonly onRead?: (bytes: number) => void;
}

/** What a packed layer came to be. */
export interface PackedLayer {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

type Write = (bytes: Uint8Array) => Promise<void>;

/**
 * Writes a layer as gzip in one pass, and compares all that is claimed of it with the bytes that pass: the digest
 * and size of the stored bytes, and the diff_id (`archive-mismatch`). Gzip is passed on byte for byte; other
 * layers are packed, the same bytes for the same layer. The layer is never in memory as a whole.
 */
export async function packLayer(layer: Layer, write: Write, options: PackOptions = {}): Promise<PackedLayer> {
  if (layer.compression === 'gzip') {
    return passGzip(layer, write, options);
  }
  const packed = createMeasure();
  const content = uncompressed(layer, options);
  for await (const chunk of withPortableHeader(through(content, createGzip()))) {
    options.signal?.throwIfAborted();
    packed.add(chunk);
    await write(chunk);
  }
  return packed.result();
}

/** Compares all that is claimed of a layer with its bytes, and keeps none of them (`archive-mismatch`). */
export async function checkLayer(layer: Layer, options: PackOptions = {}): Promise<void> {
  if (layer.compression === 'gzip') {
    await passGzip(layer, () => Promise.resolve(), options);
    return;
  }
  const content = uncompressed(layer, options);
  while ((await content.next()).done !== true) {
    options.signal?.throwIfAborted();
  }
}

async function passGzip(layer: Layer, write: Write, options: PackOptions): Promise<PackedLayer> {
  const stored = createMeasure();
  const gunzip = createGunzipHash(layer.name);
  try {
    for await (const chunk of readStored(layer, stored.add, options)) {
      await Promise.all([write(chunk), gunzip.write(chunk)]);
    }
    const actual = stored.result();
    checkStored(layer, actual);
    const inflated = await gunzip.finish();
    checkDigest(layer.diffId, inflated.digest, `The uncompressed layer ${layer.name}`);
    return actual;
  } finally {
    gunzip.destroy();
  }
}

/** The layer's content; the stored bytes and the content are compared with what is claimed when it ends. */
async function* uncompressed(layer: Layer, options: PackOptions): AsyncGenerator<Uint8Array> {
  const stored = createMeasure();
  const content = createMeasure();
  const read = readStored(layer, stored.add, options);
  const bytes = layer.compression === 'none' ? read : decompressed(read, layer.compression, layer.name);
  yield* watched(bytes, content.add);
  checkStored(layer, stored.result());
  checkDigest(layer.diffId, content.result().digest, `The uncompressed layer ${layer.name}`);
}

function readStored(
  layer: Layer,
  add: (chunk: Uint8Array) => void,
  options: PackOptions,
): AsyncIterable<Uint8Array> {
  return watched(layer.blob.stream(), (chunk) => {
    options.signal?.throwIfAborted();
    add(chunk);
    options.onRead?.(chunk.length);
  });
}

function checkStored(layer: Layer, actual: Pick<Descriptor, 'digest' | 'sizeBytes'>): void {
  if (layer.claim !== undefined) {
    checkClaim(layer.claim, actual, `The layer ${layer.name}`);
  }
}

/** Where gzip's header names the operating system, and the value for "unknown". https://www.rfc-editor.org/rfc/rfc1952 */
const systemOffset = 9;
const unknownSystem = 255;

/** zlib writes the system it was compiled for; the same layer is to give the same bytes everywhere. */
async function* withPortableHeader(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const chunk of bytes) {
    const index = systemOffset - position;
    if (index >= 0 && index < chunk.length) {
      chunk[index] = unknownSystem;
    }
    position += chunk.length;
    yield chunk;
  }
}
