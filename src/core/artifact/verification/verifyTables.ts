import type { ByteSource } from '../../base/byteSource.js';
import { sniffCompression } from '../../image/layer/compression.js';
import type { LayerFacts } from '../../image/layer/layerInspector.js';
import { verifyToc } from '../../image/toc/verifyToc.js';
import type { ArchiveUnderTest, BlobClaim } from './archiveUnderTest.js';

/** What is told of one layer's table; a table that has nothing to do with its layer is wrong in every line. */
const mostProblems = 20;

/** Verifies the tables of contents that layers are said to have; of a layer that is damaged that alone is told. */
export async function verifyTables(
  test: ArchiveUnderTest,
  facts: ReadonlyMap<ByteSource, LayerFacts>,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const claim of tables(test.claims)) {
    const content = facts.get(claim.blob)?.content;
    if (content !== undefined) {
      await verifyTable(test, claim, { contentSizeBytes: content.sizeBytes, signal });
    }
  }
}

/** The same is often said of a layer for several platforms. */
function tables(claims: readonly BlobClaim[]): readonly BlobClaim[] {
  const tested = claims.filter(({ layer }) => layer?.toc !== undefined);
  const unique = new Map(tested.map((claim) => [JSON.stringify([claim.where, claim.layer?.toc]), claim]));
  return [...unique.values()];
}

async function verifyTable(
  { findings }: ArchiveUnderTest,
  { blob, where, layer, platform }: BlobClaim,
  measured: { readonly contentSizeBytes: number; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const compression = await sniffCompression(blob);
  let count = 0;
  const add = (words: string): void => {
    const message = `${where}: ${words}.`;
    findings.add({ code: 'layer-toc', where, message, ...(platform !== undefined && { platform }) });
  };
  if (layer?.toc === undefined) {
    return;
  }
  const tested = { layer: { blob, compression, name: where }, claim: layer.toc, ...measured };
  for await (const words of verifyToc(tested)) {
    count += 1;
    if (count > mostProblems) {
      add('more of its table of contents is not true');
      return;
    }
    add(words.replace(/\.$/, ''));
  }
}
