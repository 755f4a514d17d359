/**
 * What a layer's descriptor says of the table of contents in the layer: a list of its files with their places in the
 * stored bytes, by which engines fetch a layer in parts. The values are as they are written.
 */
export type TocClaim = EstargzClaim | ZstdChunkedClaim;

/** https://github.com/containerd/stargz-snapshotter/blob/v0.17.0/docs/estargz.md */
export interface EstargzClaim {
  readonly kind: 'estargz';
  /** Of the table. */
  readonly digest?: string;
  /** Of the whole layer, the table with it. */
  readonly uncompressedSize?: string;
}

/** https://github.com/containers/storage/blob/v1.59.1/pkg/chunked/internal/minimal/compression.go */
export interface ZstdChunkedClaim {
  readonly kind: 'zstd:chunked';
  /** `offset:length:uncompressed length:type` */
  readonly position?: string;
  /** The digest of the stored bytes there. */
  readonly checksum?: string;
  /** `offset:length:uncompressed length` of what is needed to make the tar archive again. */
  readonly tarSplitPosition?: string;
  readonly tarSplitChecksum?: string;
}

/** Older versions of containers/storage wrote them without "github". */
const zstdChunkedPattern = /^io\.(?:github\.)?containers\.zstd-chunked\./;

const bytesPattern = /^(?:containerd\.io\/snapshot\/|io\.(?:github\.)?containers\.)/;

/** Whether an annotation is about the stored bytes of a layer, so that it is not true of the layer packed anew. */
export function isAboutBytes(annotation: string): boolean {
  return bytesPattern.test(annotation);
}

/** What the annotations of a layer's descriptor say; undefined when they tell of no table. */
export function tocClaimOf(annotations: ReadonlyMap<string, string>): TocClaim | undefined {
  const digest = annotations.get('containerd.io/snapshot/stargz/toc.digest');
  const uncompressedSize = annotations.get('io.containers.estargz.uncompressed-size');
  if (digest !== undefined || uncompressedSize !== undefined) {
    return {
      kind: 'estargz',
      ...(digest !== undefined && { digest }),
      ...(uncompressedSize !== undefined && { uncompressedSize }),
    };
  }
  return zstdChunkedClaim(annotations);
}

function zstdChunkedClaim(annotations: ReadonlyMap<string, string>): ZstdChunkedClaim | undefined {
  const own = new Map(
    [...annotations].flatMap(([key, value]) => {
      return zstdChunkedPattern.test(key) ? [[key.replace(zstdChunkedPattern, ''), value]] : [];
    }),
  );
  const [position, checksum] = [own.get('manifest-position'), own.get('manifest-checksum')];
  const [tarSplitPosition, tarSplitChecksum] = [own.get('tarsplit-position'), own.get('tarsplit-checksum')];
  return position === undefined && checksum === undefined
    ? undefined
    : {
        kind: 'zstd:chunked',
        ...(position !== undefined && { position }),
        ...(checksum !== undefined && { checksum }),
        ...(tarSplitPosition !== undefined && { tarSplitPosition }),
        ...(tarSplitChecksum !== undefined && { tarSplitChecksum }),
      };
}
