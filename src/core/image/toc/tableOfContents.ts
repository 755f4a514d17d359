import * as z from 'zod';

import type { ByteSource } from '../../base/byteSource.js';
import type { Digest } from '../../base/digest.js';
import { decodeTarHeader, tarBlockBytes } from '../archive/tarHeader.js';
import { digestSchema } from '../format/descriptor.js';
import { decodeJson } from '../format/jsonBlob.js';
import { ImageError } from '../imageError.js';
import { decompressed } from '../layer/compression.js';
import { digestOf } from '../layer/digestCheck.js';
import type { TocPlace } from './tocPlace.js';

/** One line of a table: a member of the layer's tar archive, or a further piece (`chunk`) of a file. */
export type TocEntry = z.infer<typeof entrySchema>;

/** A table of contents that was read. */
export interface TableOfContents {
  readonly entries: readonly TocEntry[];
  /** Of the table itself; of zstd:chunked as it is stored, since that is what is claimed. */
  readonly digest: Digest;
}

/** The name of an estargz table as the last member of the layer. */
export const estargzTocName = 'stargz.index.json';

/** Tables of real layers with a hundred thousand files have half of that. */
const maxTocBytes = 64 * 1024 * 1024;

const count = z.number().int().nonnegative();

const entrySchema = z.object({
  name: z.string(),
  type: z.string(),
  size: count.default(0),
  linkName: z.string().default(''),
  mode: count.default(0),
  uid: count.default(0),
  gid: count.default(0),
  modtime: z.string().optional(),
  digest: digestSchema.optional().or(z.literal('').transform(() => undefined)),
  /** Of the first stored byte of the piece. */
  offset: count.optional(),
  /** Behind the last one; zstd:chunked only. */
  endOffset: count.optional(),
  /** How much of what is unpacked from there comes before the piece. */
  innerOffset: count.default(0),
  chunkOffset: count.default(0),
  chunkSize: count.default(0),
  chunkDigest: digestSchema.optional().or(z.literal('').transform(() => undefined)),
  /** `zeros`: nothing is stored of the piece; zstd:chunked only. */
  chunkType: z.string().optional(),
});

const tableSchema = z.object({
  version: z.literal(1),
  entries: z
    .array(entrySchema)
    .nullish()
    .transform((entries) => entries ?? []),
});

/** Reads the table of the layer that a person knows as `what`; `archive-corrupt`, `archive-too-large`. */
export async function readToc(blob: ByteSource, place: TocPlace, what: string): Promise<TableOfContents> {
  const name = `The table of contents of ${what}`;
  const stored = blob.stream(place.offset, place.sizeBytes);
  const compression = place.kind === 'estargz' ? 'gzip' : 'zstd';
  const content = await gather(decompressed(stored, compression, name), name);
  const json = place.kind === 'estargz' ? memberOf(content, name) : content;
  const { entries } = decodeJson(json, tableSchema, name);
  const digest = place.kind === 'estargz' ? digestOf(json) : digestOf(await readWhole(blob, place, name));
  return { entries, digest };
}

async function readWhole(
  blob: ByteSource,
  { offset, sizeBytes }: TocPlace,
  name: string,
): Promise<Uint8Array> {
  return gather(blob.stream(offset, sizeBytes), name);
}

async function gather(bytes: AsyncIterable<Uint8Array>, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of bytes) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxTocBytes) {
      throw new ImageError('archive-too-large', `${name} has more than ${maxTocBytes} bytes.`);
    }
    chunks.push(chunk.slice());
  }
  return Buffer.concat(chunks);
}

/** An estargz table is a tar archive of its own with one member. */
function memberOf(content: Uint8Array, name: string): Uint8Array {
  if (content.length < tarBlockBytes) {
    throw new ImageError('archive-corrupt', `${name} has ${content.length} bytes, which is no tar archive.`);
  }
  const header = decodeTarHeader(content.subarray(0, tarBlockBytes), 0);
  const end = tarBlockBytes + header.sizeBytes;
  if (header.name !== estargzTocName || header.type !== '0' || end > content.length) {
    throw new ImageError('archive-corrupt', `${name} does not begin with a whole member ${estargzTocName}.`);
  }
  return content.subarray(tarBlockBytes, end);
}
