import fc from 'fast-check';
import { test } from 'vitest';

import { temporaryDirectory, writeTar } from '../../support/archiveFiles.js';
import type { SampleImage } from '../../support/archiveImage.js';
import { imageBlobs, layoutMembers, legacyMembers, skopeoMembers } from '../../support/archiveImage.js';
import { expectSameThere, formPairs } from '../../support/formPairs.js';
import { randomImage } from '../../support/randomImage.js';

/** How many images are tried for each pair; `PROPERTY_RUNS` asks for more. */
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 6);

const sources: readonly ((image: SampleImage) => Parameters<typeof writeTar>[1])[] = [
  (image) => legacyMembers([image]),
  skopeoMembers,
  (image) => layoutMembers([imageBlobs(image, 'gzip')]),
  (image) => layoutMembers([imageBlobs(image, 'none')]),
];

test.each(formPairs)('%s to %s and back is the same image', async (left, right) => {
  await fc.assert(
    fc.asyncProperty(randomImage(), fc.constantFrom(...sources), async (image, source) => {
      const origin = await writeTar(await temporaryDirectory(), source(image));
      await expectSameThere(origin, left, right);
    }),
    { numRuns, seed: 20 },
  );
});
