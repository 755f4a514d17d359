import type { ByteSource } from '../../base/byteSource.js';

/** The part of `source` from `offset`, `sizeBytes` long, as a source of its own; the caller has checked the bounds. */
export function byteRange(source: ByteSource, offset: number, sizeBytes: number): ByteSource {
  const readInto = source.readInto?.bind(source);
  return {
    sizeBytes,
    read: (start, length) => source.read(offset + start, checkedLength(start, length, sizeBytes)),
    ...(readInto && {
      readInto: (start, target) => {
        checkedLength(start, target.length, sizeBytes);
        return readInto(offset + start, target);
      },
    }),
    stream: (start = 0, length = sizeBytes - start) =>
      source.stream(offset + start, checkedLength(start, length, sizeBytes)),
  };
}

/** Bytes that are in memory already, as a source. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    sizeBytes: bytes.length,
    read: (start, length) =>
      Promise.resolve(bytes.subarray(start, start + checkedLength(start, length, bytes.length))),
    stream: (start = 0, length = bytes.length - start) =>
      chunksOf(bytes.subarray(start, start + checkedLength(start, length, bytes.length))),
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- the interface is asynchronous, memory is not
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const chunkBytes = 256 * 1024;
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    yield bytes.subarray(offset, offset + chunkBytes);
  }
}

function checkedLength(start: number, length: number, sizeBytes: number): number {
  if (start < 0 || length < 0 || start + length > sizeBytes) {
    throw new RangeError(`Bytes ${start} to ${start + length} were asked of a source of ${sizeBytes}.`);
  }
  return length;
}
