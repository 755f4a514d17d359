import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { HostError } from '../../../../src/core/host/hostError.js';
import { keepArchives, keptArchivePath } from '../../../../src/core/pipeline/build/keepArchives.js';
import type { BuildPlan } from '../../../../src/core/plan/buildPlan.js';
import { parsePlatform } from '../../../../src/core/platform/platform.js';
import { temporaryDirectory } from '../../../support/archiveFiles.js';
import { createFakeHost } from '../../../support/fakeHost.js';

const arm = parsePlatform('linux/arm/v7');

function planOf(path: string, strategy: BuildPlan['strategy']): BuildPlan {
  const archive = { path, platforms: [arm] };
  return {
    recipeName: 'x',
    platforms: [arm],
    strategy,
    files: [],
    steps: [],
    archives: [archive],
    metadataFiles: [],
  };
}

test.each([
  ['oci', '/out.oci.tar'],
  ['save', '/out.linux-arm-v7.tar'],
] as const)('an archive of strategy %s is kept as %s', (strategy, expected) => {
  const plan = planOf('/w/a.tar', strategy);
  expect(plan.archives.map((archive) => keptArchivePath('/out', archive, plan))).toEqual([expected]);
});

test('over the border of a file system an archive is copied', async () => {
  const directory = await temporaryDirectory();
  const archive = join(directory, 'a.tar');
  await writeFile(archive, 'bytes');
  const host = createFakeHost({
    files: (real) => ({
      rename: (from, to) =>
        from === archive ? Promise.reject(new HostError('file-failed', 'EXDEV')) : real.rename(from, to),
    }),
  });
  await keepArchives(
    planOf(archive, 'oci'),
    { outputDirectory: join(directory, 'out'), force: false },
    host.files,
  );
  expect([(await readdir(directory)).sort(), await readFile(join(directory, 'out.oci.tar'), 'utf8')]).toEqual(
    [['a.tar', 'out.oci.tar'], 'bytes'],
  );
});

test('an archive that is there already is replaced only by force', async () => {
  const directory = await temporaryDirectory();
  const host = createFakeHost();
  const options = { outputDirectory: join(directory, 'out'), force: false };
  await writeFile(join(directory, 'a.tar'), 'new');
  await writeFile(join(directory, 'out.oci.tar'), 'old');
  const plan = planOf(join(directory, 'a.tar'), 'oci');
  await expect(keepArchives(plan, options, host.files)).rejects.toMatchObject({ code: 'file-exists' });
  await keepArchives(plan, { ...options, force: true }, host.files);
  expect(await readFile(join(directory, 'out.oci.tar'), 'utf8')).toBe('new');
});
