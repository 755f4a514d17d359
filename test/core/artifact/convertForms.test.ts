import * as path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { convertArchive } from '../../../src/core/artifact/convertArchive.js';
import type { Conversion, ConversionRequest } from '../../../src/core/artifact/convertArchive.js';
import { targetFormats } from '../../../src/core/artifact/targetOptions.js';
import type { TargetFormat, TargetOptions } from '../../../src/core/artifact/targetOptions.js';
import { temporaryDirectory, writeTar } from '../../support/archiveFiles.js';
import type { SampleImage } from '../../support/archiveImage.js';
import { imageBlobs, layoutMembers, legacyMembers, skopeoMembers } from '../../support/archiveImage.js';
import { readImageFacts } from '../../support/imageFacts.js';
import type { ImageFacts } from '../../support/imageFacts.js';
import { randomImage } from '../../support/randomImage.js';
import { createTestHost } from '../../support/testHost.js';

const host = createTestHost();

/** Twenty in a short run; `PROPERTY_RUNS` asks for more. */
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 6);

async function to(
  target: TargetOptions,
  input: string,
  more: Partial<ConversionRequest> = {},
): Promise<{ readonly output: string; readonly conversion: Conversion }> {
  const output = path.join(await temporaryDirectory(), 'out');
  const conversion = await convertArchive({ inputs: [input], output, target, force: false, ...more }, host);
  return { output, conversion };
}

async function convertTo(format: TargetFormat, input: string): Promise<string> {
  return (await to({ format }, input)).output;
}

/** What has to be the same wherever an image went. */
function identity(facts: readonly ImageFacts[]): readonly unknown[] {
  return facts.map(({ platform, config, tags, diffIds }) => [platform, config, tags, diffIds]);
}

const sources: readonly ((image: SampleImage) => Parameters<typeof writeTar>[1])[] = [
  (image) => legacyMembers([image]),
  skopeoMembers,
  (image) => layoutMembers([imageBlobs(image, 'gzip')]),
  (image) => layoutMembers([imageBlobs(image, 'none')]),
];

const pairs = targetFormats.flatMap((left) => targetFormats.map((right) => [left, right] as const));

test.each(pairs)('%s to %s and back is the same image', async (left, right) => {
  await fc.assert(
    fc.asyncProperty(randomImage(), fc.constantFrom(...sources), async (image, source) => {
      const origin = await writeTar(await temporaryDirectory(), source(image));
      const first = await convertTo(left, origin);
      const back = await convertTo(left, await convertTo(right, first));
      const [before, after] = [await readImageFacts(first), await readImageFacts(back)];
      expect(identity(after)).toEqual(identity(before));
      expect(identity(before)).toEqual(identity(await readImageFacts(origin)));
      // Why not otherwise: the legacy archive unpacks layers, and Launchpad's form packs them.
      const keeps = [left, right].every((format) => !['docker-legacy', 'launchpad'].includes(format));
      if (keeps) {
        expect(after).toEqual(before);
      }
      // Why: what is packed once stays as it is packed.
      if (left === 'launchpad' && right !== 'docker-legacy') {
        expect(after.map(({ blobs }) => blobs)).toEqual(before.map(({ blobs }) => blobs));
      }
    }),
    { numRuns, seed: 20 },
  );
});
