import type { ByteSource } from '../../base/byteSource.js';
import { isCoreError, messageOf } from '../../base/errors.js';
import { readLayerContents } from '../contents/readLayerContents.js';
import type { Layer } from '../image.js';
import { createMeasure } from '../layer/digestCheck.js';
import { checkPieces } from './checkPieces.js';
import { compareToc } from './compareToc.js';
import { readToc } from './tableOfContents.js';
import type { EstargzClaim, TocClaim, ZstdChunkedClaim } from './tocClaim.js';
import { findToc } from './tocPlace.js';
import type { TocPlace } from './tocPlace.js';

/** A layer that is said to have a table of contents. */
export interface LayerWithToc {
  readonly layer: Pick<Layer, 'blob' | 'compression' | 'name'>;
  /** As measured. */
  readonly contentSizeBytes: number;
  readonly claim: TocClaim;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Compares everything that is said of a layer's table of contents, and that the table says of the layer, with the
 * bytes; what is not true, in words: the place and the digest of the table, every member it lists, and every piece of
 * a file, which is read from where the table has it.
 */
export async function* verifyToc(tested: LayerWithToc): AsyncGenerator<string, void, undefined> {
  const { layer, claim } = tested;
  const place = await findToc(layer);
  yield* checkSize(tested);
  if (place?.kind !== claim.kind) {
    yield `it is said to be ${claim.kind}, but its last bytes lead to no table of contents of that form`;
    return;
  }
  yield* claim.kind === 'zstd:chunked' ? checkPlaces(claim, place, tested) : [];
  try {
    yield* checkTable(place, tested);
  } catch (error) {
    if (!isCoreError(error)) {
      throw error;
    }
    yield messageOf(error);
  }
}

function* checkSize({ claim, contentSizeBytes }: LayerWithToc): Generator<string, void, undefined> {
  const said = claim.kind === 'estargz' ? claim.uncompressedSize : undefined;
  if (said !== undefined && said !== String(contentSizeBytes)) {
    yield `it is said to have ${said} bytes uncompressed, but has ${contentSizeBytes}`;
  }
}

async function* checkTable(place: TocPlace, tested: LayerWithToc): AsyncGenerator<string, void, undefined> {
  const { layer, claim, contentSizeBytes, signal } = tested;
  const table = await readToc(layer.blob, place, layer.name);
  const said = digestSaid(claim);
  if (said !== undefined && said !== table.digest) {
    yield `its table of contents should be ${said}, but is ${table.digest}`;
  }
  const contents = await readLayerContents(layer, { hashFiles: true, ...(signal && { signal }) });
  for (const words of compareToc(table.entries, contents.entries)) {
    yield `its table of contents is not true: ${words}`;
  }
  const pieces = checkPieces(table.entries, { blob: layer.blob, place, contentSizeBytes, signal });
  for await (const words of pieces) {
    yield `its table of contents is not true: ${words}`;
  }
}

function digestSaid(claim: EstargzClaim | ZstdChunkedClaim): string | undefined {
  return claim.kind === 'estargz' ? claim.digest : claim.checksum;
}

async function* checkPlaces(
  claim: ZstdChunkedClaim,
  place: TocPlace,
  { layer }: LayerWithToc,
): AsyncGenerator<string, void, undefined> {
  const { position } = claim;
  const [offset, sizeBytes] = numbersOf(position);
  if (position !== undefined && (offset !== place.offset || sizeBytes !== place.sizeBytes)) {
    yield `its table of contents is said to be at ${position}, but its last bytes have it at ${place.offset}:${place.sizeBytes}`;
  }
  yield* checkTarSplit(claim, layer.blob);
}

/** What containers/storage makes the tar archive of again; only its bytes are compared. */
async function* checkTarSplit(
  { tarSplitPosition, tarSplitChecksum }: ZstdChunkedClaim,
  blob: ByteSource,
): AsyncGenerator<string, void, undefined> {
  if (tarSplitPosition === undefined && tarSplitChecksum === undefined) {
    return;
  }
  const [start = Number.NaN, length = Number.NaN] = numbersOf(tarSplitPosition);
  if (!(start + length <= blob.sizeBytes)) {
    yield `what its tar archive is made of is said to be at ${String(tarSplitPosition)}, where it has no bytes`;
    return;
  }
  const measure = createMeasure();
  for await (const chunk of blob.stream(start, length)) {
    measure.add(chunk);
  }
  const { digest } = measure.result();
  if (tarSplitChecksum !== undefined && digest !== tarSplitChecksum) {
    yield `what its tar archive is made of should be ${tarSplitChecksum}, but is ${digest}`;
  }
}

function numbersOf(position: string | undefined): readonly number[] {
  return position === undefined || !/^[0-9]+(?::[0-9]+)+$/.test(position)
    ? []
    : position.split(':').map(Number);
}
