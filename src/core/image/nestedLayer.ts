import type { ByteSource } from '../base/byteSource.js';
import type { Digest } from '../base/digest.js';
import { normalizeName } from './archive/entryName.js';
import { decodeTarHeader, isTarHeader, tarBlockBytes } from './archive/tarHeader.js';
import { ImageError } from './imageError.js';
import { decompressed } from './layer/compression.js';
import { createMeasure } from './layer/digestCheck.js';

/** How many members may stand before the layer, and how large each may be: Docker's `VERSION` and `json`. */
const maxMembersBefore = 4;
const maxMemberBytes = 1024 * 1024;

/**
 * The layer inside a layer file of Launchpad's first form, which was a tar archive with a member `layer.tar`, packed
 * with gzip. Undefined for a file that is the layer itself, also when that holds a file of this name: the diff_id
 * decides. A file that is damaged is left to whoever reads it.
 */
export async function findNestedLayer(
  blob: ByteSource,
  diffId: Digest,
  what: string,
): Promise<ByteSource | undefined> {
  try {
    const place = await findMember(blob, what);
    return place === undefined || (await isContent(blob, diffId, what))
      ? undefined
      : nestedSource(blob, place, what);
  } catch (error) {
    if (error instanceof ImageError) {
      return undefined;
    }
    throw error;
  }
}

interface Place {
  readonly offset: number;
  readonly sizeBytes: number;
}

async function findMember(blob: ByteSource, what: string): Promise<Place | undefined> {
  let offset = 0;
  for (let count = 0; count <= maxMembersBefore; count += 1) {
    const block = await readContent(blob, { offset, sizeBytes: tarBlockBytes }, what);
    if (!isTarHeader(block)) {
      return undefined;
    }
    const { name, type, sizeBytes } = decodeTarHeader(block, offset);
    offset += tarBlockBytes;
    if (type === '0' && /^(?:[0-9a-f]{64}\/)?layer\.tar$/.test(normalizeName(name))) {
      return { offset, sizeBytes };
    }
    if (sizeBytes > maxMemberBytes) {
      return undefined;
    }
    offset += Math.ceil(sizeBytes / tarBlockBytes) * tarBlockBytes;
  }
  return undefined;
}

async function isContent(blob: ByteSource, diffId: Digest, what: string): Promise<boolean> {
  const measure = createMeasure();
  for await (const chunk of decompressed(blob.stream(), 'gzip', what)) {
    measure.add(chunk);
  }
  return measure.result().digest === diffId;
}

async function readContent(blob: ByteSource, place: Place, what: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of contentOf(blob, place, what)) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A part of the content of a gzip stream; shorter where the stream ends. */
async function* contentOf(
  blob: ByteSource,
  { offset, sizeBytes }: Place,
  what: string,
): AsyncGenerator<Uint8Array> {
  let position = 0;
  const end = offset + sizeBytes;
  for await (const chunk of decompressed(blob.stream(), 'gzip', what)) {
    const part = chunk.subarray(Math.max(0, offset - position), Math.max(0, end - position));
    position += chunk.length;
    if (part.length > 0) {
      yield part;
    }
    if (position >= end) {
      return;
    }
  }
}

/** A member as a source. Reading on where the last reading ended is cheap; going back starts anew. */
function nestedSource(blob: ByteSource, place: Place, what: string): ByteSource {
  const streamOf = (start: number, length: number): AsyncGenerator<Uint8Array> =>
    contentOf(blob, { offset: place.offset + start, sizeBytes: length }, what);
  let position = 0;
  let rest: Uint8Array = new Uint8Array();
  let chunks: AsyncGenerator<Uint8Array> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const read = async (start: number, length: number): Promise<Uint8Array> => {
    if (chunks === undefined || start !== position) {
      await chunks?.return(undefined);
      [position, rest, chunks] = [start, new Uint8Array(), streamOf(start, place.sizeBytes - start)];
    }
    const taken: Uint8Array[] = [];
    for (let missing = length; missing > 0;) {
      rest = rest.length > 0 ? rest : await nextOf(chunks, what);
      const part = rest.subarray(0, missing);
      taken.push(part);
      rest = rest.subarray(part.length);
      missing -= part.length;
    }
    position += length;
    return Buffer.concat(taken);
  };
  return {
    sizeBytes: place.sizeBytes,
    read(start, length) {
      const reading = turn.then(() => read(start, length));
      turn = reading.catch(() => undefined);
      return reading;
    },
    stream: (start = 0, length = place.sizeBytes - start) => streamOf(start, length),
  };
}

async function nextOf(chunks: AsyncGenerator<Uint8Array>, what: string): Promise<Uint8Array> {
  const next: IteratorResult<Uint8Array, unknown> = await chunks.next();
  if (next.done === true) {
    throw new ImageError('archive-truncated', `The layer.tar in ${what} is cut off.`);
  }
  return next.value;
}
