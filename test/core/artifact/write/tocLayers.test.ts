import * as path from 'node:path';
import { expect, test } from 'vitest';

import { convertArchive } from '../../../../src/core/artifact/convertArchive.js';
import type { TargetOptions } from '../../../../src/core/artifact/targetOptions.js';
import { verifyInput } from '../../../../src/core/artifact/verification/verifyInput.js';
import { withInput } from '../../../../src/core/artifact/withInput.js';
import { inspectImages } from '../../../../src/core/image/inspect/inspectImages.js';
import type { InspectedLayer } from '../../../../src/core/image/inspect/inspectImages.js';
import { openImages } from '../../../../src/core/image/openImages.js';
import { formatInspectText } from '../../../../src/core/report/inspectReport.js';
import { plainStyle } from '../../../../src/core/report/textStyle.js';
import { temporaryDirectory, writeTar } from '../../../support/archiveFiles.js';
import type { SampleImage } from '../../../support/archiveImage.js';
import { descriptorOf, hexOf, imageBlobs, layoutMembers, sha256 } from '../../../support/archiveImage.js';
import { estargzLayer, zstdChunkedLayer } from '../../../support/archiveToc.js';
import type { TocLayer } from '../../../support/archiveToc.js';
import { createTestHost } from '../../../support/testHost.js';

const host = createTestHost();
const files = [{ name: 'file', bytes: Buffer.from('content '.repeat(300)) }];

/** An image of one layer that has a table of contents, as an archive. */
async function archiveOf({ raw, stored, annotations }: TocLayer, compression: string): Promise<string> {
  const image: SampleImage = { os: 'linux', architecture: 'amd64', tag: 'app:1.0', layers: [raw] };
  const type = `application/vnd.oci.image.layer.v1.tar+${compression}`;
  const layers = [descriptorOf(type, stored, { annotations: { ...annotations, mine: 'yes' } })];
  const { blobs, descriptor } = imageBlobs(image, 'none', { layers });
  const own = [...blobs].filter(([hex]) => hex !== hexOf(raw));
  const parts = { blobs: new Map([...own, [hexOf(stored), stored] as const]), descriptor };
  return writeTar(await temporaryDirectory(), layoutMembers([parts]));
}

interface Inspected {
  readonly layer: InspectedLayer | undefined;
  readonly text: string;
}

function inspect(input: string): Promise<Inspected> {
  return withInput(input, host, async ({ archive, notes }) => {
    const inspection = await inspectImages(await openImages(archive), host, {});
    const options = { style: plainStyle, directory: '/' };
    const text = formatInspectText({ name: archive.name, inspection, notes }, options);
    return { text, layer: inspection.images[0]?.layers[0] };
  });
}

/** What is said of the layer after a conversion, its form, whether its bytes are the same, and what is wrong. */
async function after(
  input: string,
  { stored }: TocLayer,
  target: Partial<TargetOptions>,
): Promise<readonly unknown[]> {
  const output = path.join(await temporaryDirectory(), 'out');
  await convertArchive({ inputs: [input], output, target: { format: 'oci', ...target }, force: false }, host);
  const { problems } = await verifyInput(output, host);
  const { layer } = await inspect(output);
  const annotations = Object.fromEntries(layer?.annotations ?? []);
  return [annotations, layer?.toc, layer?.digest === sha256(stored), problems];
}

test.each([
  ['estargz', 'gzip', 'zstd', () => Promise.resolve(estargzLayer(files))],
  ['zstd:chunked', 'zstd', 'gzip', () => zstdChunkedLayer(files)],
] as const)(
  'what is said of the table in a layer of %s stays with its bytes, and only there',
  async (kind, own, other, make) => {
    const layer = await make();
    const input = await archiveOf(layer, own);
    expect((await inspect(input)).text).toMatch(
      new RegExp(`1 .* ${kind} +${hexOf(layer.stored).slice(0, 12)}`),
    );
    const whole = [{ ...layer.annotations, mine: 'yes' }, kind, true, []];
    expect(await after(input, layer, {})).toEqual(whole);
    expect(await after(input, layer, { compression: own })).toEqual(whole);
    const anew: readonly Partial<TargetOptions>[] = [
      { compression: own, recompress: true },
      { compression: other },
      { compression: 'none' },
    ];
    for (const target of anew) {
      expect(await after(input, layer, target)).toEqual([{ mine: 'yes' }, undefined, false, []]);
    }
  },
);

test("a manifest that is written anew for Docker's media types keeps what is said of bytes that stay", async () => {
  const layer = estargzLayer(files);
  const input = await archiveOf(layer, 'gzip');
  expect(await after(input, layer, { mediaTypes: 'docker' })).toEqual([
    { ...layer.annotations, mine: 'yes' },
    'estargz',
    true,
    [],
  ]);
});
