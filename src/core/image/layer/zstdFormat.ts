import type { ChunkFormat } from './contentWriter.js';

/** Each chunk is a frame of its own; frames one after another are one zstd stream. */
export const zstdFormat: ChunkFormat = {
  chunkBytes: 2 * 1024 * 1024,
  dictionaryBytes: 0,
  header: new Uint8Array(),
  trailer: (_crc, sizeBytes) => (sizeBytes === 0 ? emptyFrame : new Uint8Array()),
  combineCrc: () => 0,
};

/** A frame without content: no layer is an empty file. https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1 */
const emptyFrame = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x20, 0, 1, 0, 0);

/** What the largest frame takes: zstd adds three bytes to each block that does not shrink, and a header. */
export const zstdBufferBytes: number = zstdFormat.chunkBytes + 64 * 1024;
