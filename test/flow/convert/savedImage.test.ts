import * as path from 'node:path';
import { expect, test } from 'vitest';

import { convertArchive } from '../../../src/core/artifact/convertArchive.js';
import { verifyArtifacts } from '../../../src/core/artifact/verifyArtifacts.js';
import { createTestHost } from '../../support/testHost.js';
import { snapshot, temporaryDirectory } from '../../support/archiveFiles.js';
import { labHost } from '../../support/labEngine.js';
import { consume } from '../../support/launchpadConsumer.js';
import {
  buildAndSave,
  checkWithPython,
  copyWithSkopeo,
  onEngine,
  writeContext,
  writeLayout,
} from './savedImage.js';

const host = createTestHost();

test.each([
  ['the legacy archive of Docker 20.10', 'docker20'],
  ['the archive of Docker 26.1 with its classic store', 'docker26'],
  ['the archive of Docker 26.1 with the containerd store', 'docker26c'],
  ['the archive of Docker 28.5', 'docker28'],
])('%s becomes a set that is verified, and that Python and Launchpad take', async (_, engine) => {
  const directory = await temporaryDirectory();
  const { archive, diffIds } = await buildAndSave(engine, directory);
  const output = path.join(directory, 'artifacts');

  const { images } = await convertArchive({ inputs: [archive], output, force: false }, host);
  const set = images[0]?.directory ?? '';
  const { problems, notes } = await verifyArtifacts(output, host);
  const [pushed, ...others] = consume(await snapshot(set));

  expect({
    platforms: images.map(({ platform }) => platform),
    hasRepeats: new Set(diffIds).size < diffIds.length,
    reported: images[0]?.layers.map(({ diffId }) => diffId),
    python: await checkWithPython(set),
    pushed: pushed?.manifest.layers.map(({ digest }) => digest),
    others,
    problems,
    notes,
  }).toEqual({
    platforms: ['linux/amd64'],
    hasRepeats: true,
    reported: diffIds,
    python: diffIds,
    pushed: images[0]?.layers.map(({ digest }) => digest),
    others: [],
    problems: [],
    notes: [],
  });
});

test('what Launchpad would push is copied by skopeo and runs in an engine', async () => {
  const directory = await temporaryDirectory();
  const { archive } = await buildAndSave('docker20', directory);
  const output = path.join(directory, 'artifacts');
  const { images } = await convertArchive({ inputs: [archive], output, force: false }, host);
  const [pushed] = consume(await snapshot(images[0]?.directory ?? ''));
  if (pushed === undefined) {
    throw new Error('Launchpad would push nothing');
  }
  const layout = await writeLayout(directory, pushed);
  const tag = `convert-flow-back-${path.basename(directory).toLowerCase()}:1.0`;
  const back = path.join(directory, 'back.tar');
  await copyWithSkopeo(`oci:${layout}`, `docker-archive:${back}:${tag}`);
  await onEngine('docker26', 'docker', ['load', '--quiet', '--input', back]);
  try {
    expect(await onEngine('docker26', 'docker', ['run', '--rm', '--network', 'none', tag])).toBe('hello');
  } finally {
    await onEngine('docker26', 'docker', ['image', 'rm', '--force', tag]);
  }
});

async function buildOci(directory: string, more: string): Promise<string> {
  labHost('docker28');
  const context = await writeContext(directory);
  const archive = path.join(directory, 'oci.tar');
  const platforms = 'linux/amd64,linux/arm64';
  const output = `type=oci,dest=${archive}${more}`;
  const args = ['buildx', 'build', '--quiet', '--network', 'none', '--provenance', 'true'];
  await onEngine('docker28', 'docker', [...args, '--platform', platforms, '--output', output, context]);
  return archive;
}

test('an OCI archive of two platforms with attestations becomes two sets', async () => {
  const directory = await temporaryDirectory();
  const archive = await buildOci(directory, '');
  const output = path.join(directory, 'artifacts');
  const { images, leftAside } = await convertArchive({ inputs: [archive], output, force: false }, host);
  const { problems, notes } = await verifyArtifacts(output, host);
  const python = await Promise.all(images.map((image) => checkWithPython(image.directory)));
  expect({ problems, notes, python, leftAside: leftAside.map((text) => text.split(' ')[0]) }).toEqual({
    problems: [],
    notes: [],
    python: images.map(({ layers }) => layers.map(({ diffId }) => diffId)),
    leftAside: ['attestation', 'attestation'],
  });
  expect(images.map((image) => [image.platform, path.basename(image.directory)])).toEqual([
    ['linux/amd64', 'amd64'],
    ['linux/arm64', 'arm64'],
  ]);
});

test('an OCI archive with zstd layers is converted', async () => {
  const directory = await temporaryDirectory();
  const archive = await buildOci(directory, ',compression=zstd,force-compression=true');
  const output = path.join(directory, 'artifacts');
  await convertArchive({ inputs: [archive], output, force: false }, host);
  expect((await verifyArtifacts(output, host)).problems).toEqual([]);
});
