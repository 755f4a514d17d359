import type { ByteSource } from '../../base/byteSource.js';
import type { Compression } from '../../image/layer/compression.js';
import { compressionOfMediaType } from '../../image/format/ociSchema.js';
import { sniffCompression } from '../../image/layer/compression.js';
import type { LayerFacts } from '../../image/layer/layerInspector.js';
import type { PackHost } from '../../image/layer/packTask.js';
import { measureBlobs } from '../../image/inspect/measureBlobs.js';
import type { MeasureOptions } from '../../image/inspect/measureBlobs.js';
import { checkDigest } from './archiveUnderTest.js';
import type { ArchiveUnderTest, BlobClaim } from './archiveUnderTest.js';

/** Reads every claimed blob once, on all cores, and compares all that is said of it; gives what the blobs are. */
export async function verifyClaims(
  test: ArchiveUnderTest,
  host: PackHost,
  options: MeasureOptions,
): Promise<ReadonlyMap<ByteSource, LayerFacts>> {
  const layers = new Set(test.claims.filter(({ layer }) => layer).map(({ blob }) => blob));
  const compressions = new Map<ByteSource, Compression>();
  for (const { blob } of test.claims) {
    if (!compressions.has(blob)) {
      // Why: what is no layer may be anything; only its stored bytes are looked at.
      compressions.set(blob, layers.has(blob) ? await sniffCompression(blob) : 'none');
    }
  }
  const blobs = test.claims.map(({ blob, where }) => ({
    blob,
    name: where,
    compression: compressions.get(blob) ?? 'none',
  }));
  const facts = await measureBlobs(blobs, host, options);
  for (const claim of test.claims) {
    const found = facts.get(claim.blob);
    if (found !== undefined) {
      compare(test, claim, { found, compression: compressions.get(claim.blob) ?? 'none' });
    }
  }
  return facts;
}

interface Found {
  readonly found: LayerFacts;
  readonly compression: Compression;
}

function compare(test: ArchiveUnderTest, claim: BlobClaim, { found, compression }: Found): void {
  const { where, digest, layer } = claim;
  const platform = claim.platform === undefined ? {} : { platform: claim.platform };
  if (digest !== undefined) {
    checkDigest(test, { where, expected: digest, actual: found.digest, ...platform });
  }
  if (layer === undefined) {
    return;
  }
  if (found.damage !== undefined) {
    test.findings.add({ code: 'layer-corrupt', where, message: found.damage, ...platform });
  }
  if (found.paddingBytes > 0) {
    test.findings.note(`${where}: ${found.paddingBytes} zero bytes follow its compressed stream.`);
  }
  checkMediaType(test, claim, compression);
  if (layer.diffId !== undefined && found.content !== undefined && found.content.digest !== layer.diffId) {
    test.findings.add({
      code: 'layer-diff-id',
      where,
      message: `${where} should be ${layer.diffId} uncompressed, but it is ${found.content.digest}.`,
      expected: layer.diffId,
      actual: found.content.digest,
      ...platform,
    });
  }
}

function checkMediaType({ findings }: ArchiveUnderTest, claim: BlobClaim, compression: Compression): void {
  const mediaType = claim.layer?.mediaType;
  const claimed = mediaType === undefined ? undefined : compressionOfMediaType(mediaType);
  if (claimed !== undefined && claimed !== compression) {
    findings.add({
      code: 'media-type',
      where: claim.where,
      message: `The media type of ${claim.where} is ${String(mediaType)}, but its bytes are ${compression === 'none' ? 'not compressed' : compression}.`,
      expected: claimed,
      actual: compression,
      ...(claim.platform !== undefined && { platform: claim.platform }),
    });
  }
}
