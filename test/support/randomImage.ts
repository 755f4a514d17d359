import fc from 'fast-check';

import type { SampleImage } from './archiveImage.js';

/** Any small image of a platform that Launchpad knows; layers repeat now and then, and may be empty. */
export function randomImage(): fc.Arbitrary<SampleImage> {
  const layer = fc
    .tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 0, max: 200 }))
    .map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => bytes)));
  const pool = fc.array(layer, { minLength: 1, maxLength: 3 });
  return pool.chain((layers) =>
    fc.record({
      os: fc.constant('linux'),
      architecture: fc.constantFrom('amd64', 'arm64', 's390x', 'riscv64', 'ppc64le'),
      tag: fc.stringMatching(/^[a-z]{1,10}:[0-9]\.[0-9]$/),
      layers: fc.array(fc.constantFrom(...layers), { minLength: 1, maxLength: 5 }),
    }),
  );
}
