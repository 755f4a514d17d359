/**
 * Bytes that can be read from anywhere: a file, a member of an archive, a blob of a layout.
 * Readers never load more than they ask for.
 */
export interface ByteSource {
  readonly sizeBytes: number;
  /** The bytes from `offset`, exactly `length` of them; fails when the source is shorter. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Like `read`, into memory of the caller's; absent where that would save nothing. */
  readInto?(offset: number, target: Uint8Array): Promise<void>;
  /** The bytes from `offset` (default 0), `length` of them (default: to the end), in chunks. */
  stream(offset?: number, length?: number): AsyncIterable<Uint8Array>;
}
