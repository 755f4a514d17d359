import * as path from 'node:path';
import { expect, test } from 'vitest';

import { temporaryDirectory } from '../../support/archiveFiles.js';
import { expectSameThere, formPairs } from '../../support/formPairs.js';
import { readImageFacts } from '../../support/imageFacts.js';
import { labHost } from '../../support/labEngine.js';
import { buildAndSave, onEngine, writeContext } from './savedImage.js';

test.each(['docker20', 'docker26', 'docker28'])(
  'an image of %s is the same after every pair of forms',
  async (engine) => {
    const { archive } = await buildAndSave(engine, await temporaryDirectory());
    for (const [left, right] of formPairs) {
      await expectSameThere(archive, left, right);
    }
  },
);

test('an image of two platforms with attestations is the same after every pair of forms that hold it', async () => {
  labHost('docker28');
  const directory = await temporaryDirectory();
  const context = await writeContext(directory);
  const archive = path.join(directory, 'built.tar');
  const options = ['--network', 'none', '--platform', 'linux/amd64,linux/arm64', '--provenance', 'mode=max'];
  const output = `type=oci,compression=zstd,force-compression=true,dest=${archive},name=pairs:1.0`;
  await onEngine('docker28', 'docker', [
    ...['buildx', 'build', '--quiet', ...options],
    ...['--output', output, context],
  ]);
  expect((await readImageFacts(archive)).length).toBe(2);
  for (const [left, right] of formPairs.filter((pair) => !pair.includes('docker-legacy'))) {
    await expectSameThere(archive, left, right);
  }
});
