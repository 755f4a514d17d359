import type { ByteSource } from '../../base/byteSource.js';
import type { Layer } from '../image.js';

/** Where a table of contents is among the stored bytes of a layer. */
export interface TocPlace {
  readonly kind: 'estargz' | 'zstd:chunked';
  readonly offset: number;
  /** What is from `offset` on. */
  readonly sizeBytes: number;
}

/**
 * Finds the table of contents by the last bytes of a layer, as engines do; undefined where there is none. Nothing else
 * of the layer is read.
 */
export async function findToc({
  blob,
  compression,
}: Pick<Layer, 'blob' | 'compression'>): Promise<TocPlace | undefined> {
  if (compression === 'gzip') {
    return findEstargz(blob);
  }
  return compression === 'zstd' ? findZstdChunked(blob) : undefined;
}

/**
 * What ends an estargz layer: an empty gzip member whose extra field, of this length and in the older form without a
 * head of its own, has the offset. https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1.1
 */
const estargzFooters: readonly { readonly sizeBytes: number; readonly fieldBytes: number }[] = [
  { sizeBytes: 51, fieldBytes: 26 },
  { sizeBytes: 47, fieldBytes: 22 },
];

const gzipMagic = Buffer.from([0x1f, 0x8b, 8]);

async function findEstargz(blob: ByteSource): Promise<TocPlace | undefined> {
  for (const { sizeBytes, fieldBytes } of estargzFooters) {
    const end = blob.sizeBytes - sizeBytes;
    const footer = Buffer.from(end < 0 ? [] : await blob.read(end, sizeBytes));
    const isMember = footer.subarray(0, 3).equals(gzipMagic) && footer[10] === fieldBytes;
    const field = footer.subarray(12, 12 + fieldBytes).toString('latin1');
    const [, hex = ''] = /([0-9a-f]{16})STARGZ$/.exec(isMember ? field : '') ?? [];
    const offset = Number.parseInt(hex, 16);
    if (offset < end) {
      return { kind: 'estargz', offset, sizeBytes: end - offset };
    }
  }
  return undefined;
}

const zstdChunkedMagic = 'GnUlInUx';

/** Older layers have five numbers in their last frame, newer ones seven; the first two are the place. */
const zstdChunkedFooters: readonly number[] = [64, 40];

/** The last frame, which decoders pass over, begins so; then comes its length. */
const frameHeader = Buffer.from([0x50, 0x2a, 0x4d, 0x18]);

async function findZstdChunked(blob: ByteSource): Promise<TocPlace | undefined> {
  for (const footerBytes of zstdChunkedFooters) {
    const end = blob.sizeBytes - footerBytes - 8;
    const frame = end < 0 ? undefined : Buffer.from(await blob.read(end, footerBytes + 8));
    const isFooter =
      frame?.subarray(0, 4).equals(frameHeader) === true &&
      frame.readUInt32LE(4) === footerBytes &&
      frame.subarray(-8).toString('latin1') === zstdChunkedMagic;
    const offset = isFooter ? Number(frame.readBigUInt64LE(8)) : Number.NaN;
    const sizeBytes = isFooter ? Number(frame.readBigUInt64LE(16)) : Number.NaN;
    if (offset + sizeBytes <= end) {
      return { kind: 'zstd:chunked', offset, sizeBytes };
    }
  }
  return undefined;
}
