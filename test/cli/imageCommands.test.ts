import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { temporaryDirectory, writeTar } from '../support/archiveFiles.js';
import type { SampleImage } from '../support/archiveImage.js';
import {
  attestationBlobs,
  configOf,
  imageBlobs,
  indexBlobs,
  layoutMembers,
  legacyMembers,
  sha256,
} from '../support/archiveImage.js';
import { tarOf } from '../support/archiveTar.js';
import type { TarMember } from '../support/archiveTar.js';
import { bundleCli } from '../support/bundledCli.js';
import { runProgram } from '../support/programRun.js';
import type { ProgramRun } from '../support/programRun.js';

let program = '';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'oci-recipes-images-'));
  program = await bundleCli(folder);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function sample(files: readonly TarMember[], changes: Partial<SampleImage> = {}): Promise<SampleImage> {
  const base = await tarOf([{ name: 'etc/os-release', bytes: Buffer.from('NAME=x') }]);
  return {
    os: 'linux',
    architecture: 'amd64',
    tag: 'app:1.0',
    layers: [base, await tarOf(files)],
    ...changes,
  };
}

/** Archives by name in a new folder. */
async function archives(named: Readonly<Record<string, readonly TarMember[]>>): Promise<string> {
  const directory = await temporaryDirectory();
  for (const [name, members] of Object.entries(named)) {
    await copyFile(await writeTar(await temporaryDirectory(), members), path.join(directory, name));
  }
  return directory;
}

function cli(cwd: string, ...args: readonly string[]): Promise<ProgramRun> {
  return runProgram(program, args, { cwd });
}

const evil: TarMember = { name: 'evil\u001b[2Jname', bytes: Buffer.from('x') };

test('inspect tells platforms, documents, layers and what made them, as text and as JSON', async () => {
  const one = await sample([{ name: 'app/run', bytes: Buffer.alloc(3000) }]);
  const other = await sample([{ name: 'app/run', bytes: Buffer.alloc(10) }], { architecture: 'arm64' });
  const parts = imageBlobs(one, 'gzip');
  const multi = indexBlobs([parts, imageBlobs(other, 'none'), attestationBlobs(parts.descriptor)]);
  const cwd = await archives({ 'a.tar': layoutMembers([multi]) });
  const text = await cli(cwd, 'inspect', 'a.tar');
  expect([text.exitCode, text.stderr]).toEqual([0, '']);
  for (const part of [
    'linux/amd64  app:1.0',
    'linux/arm64',
    parts.descriptor.digest,
    sha256(configOf(one)),
    'RUN step',
    '(also in linux/arm64)',
    'Attestations',
  ]) {
    expect(text.stdout).toContain(part);
  }
  const report = JSON.parse(
    (await cli(cwd, 'inspect', 'a.tar', '--format', 'json', '--platform', 'arm64', '--files')).stdout,
  ) as {
    readonly images: readonly { readonly platform: string; readonly layers: readonly object[] }[];
  };
  expect(report.images.map(({ platform }) => platform)).toEqual(['linux/arm64']);
  expect(report.images[0]?.layers[1]).toMatchObject({
    diffId: sha256(other.layers[1] ?? Buffer.alloc(0)),
    compression: 'none',
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    createdBy: 'RUN step',
    contentSizeBytes: other.layers[1]?.length,
    files: [{ path: 'app/run', kind: 'file', sizeBytes: 10 }],
  });
});

test('names in layers cannot reach the terminal', async () => {
  const cwd = await archives({
    'a.tar': legacyMembers([await sample([evil])]),
    'b.tar': legacyMembers([await sample([])]),
  });
  const listed = await cli(cwd, 'inspect', 'a.tar', '--files');
  const compared = await cli(cwd, 'diff', 'b.tar', 'a.tar');
  expect([listed.exitCode, compared.exitCode]).toEqual([0, 1]);
  expect(`${listed.stdout}${compared.stdout}`).toContain('evilname');
  expect(`${listed.stdout}${compared.stdout}`).not.toContain('\u001b');
});

test('an empty standard input is no image', async () => {
  const { exitCode, stderr } = await cli(await archives({}), 'inspect', '-');
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('archive-unreadable')]);
});

test('inspect says where a layer is not what is said of it', async () => {
  const one = await sample([{ name: 'a', bytes: Buffer.from('a') }]);
  const bytes = await tarOf([{ name: 'b', bytes: Buffer.from('b') }]);
  const members = legacyMembers([one]).map((member) =>
    member.bytes === one.layers[1] ? { ...member, bytes } : member,
  );
  const { exitCode, stdout } = await cli(await archives({ 'a.tar': members }), 'inspect', 'a.tar');
  expect([exitCode, stdout]).toEqual([1, expect.stringContaining(`it is ${sha256(bytes)}`)]);
});

test('diff is 0 for the same image in another form, 1 for another one, 2 for trouble', async () => {
  const one = await sample([
    { name: 'same' },
    { name: 'old' },
    { name: 'app/run', bytes: Buffer.from('one') },
  ]);
  const other = await sample([
    { name: 'same' },
    { name: 'new' },
    { name: 'app/run', bytes: Buffer.from('two') },
  ]);
  const cwd = await archives({
    'one.tar': legacyMembers([one]),
    'again.tar': layoutMembers([imageBlobs(one, 'gzip')]),
    'other.tar': layoutMembers([imageBlobs(other, 'gzip')]),
  });
  const same = await cli(cwd, 'diff', 'one.tar', 'again.tar');
  expect([same.exitCode, same.stdout]).toEqual([0, expect.stringContaining('The images are the same')]);
  const differ = await cli(cwd, 'diff', 'one.tar', 'other.tar');
  expect(differ.exitCode).toBe(1);
  expect(differ.stdout).toMatch(/layer 1 {2}same/);
  expect(differ.stdout).toMatch(
    /~ app\/run {2}content [0-9a-f]{12} -> [0-9a-f]{12}\n {4}\+ new .*\n {4}- old /,
  );
  expect((await cli(cwd, 'diff', 'one.tar', 'none.tar')).exitCode).toBe(2);
  expect((await cli(cwd, 'diff', 'one.tar')).exitCode).toBe(2);
  expect((await cli(cwd, 'diff', 'one.tar', 'other.tar', '--files', 'none')).stdout).not.toContain('app/run');
  await writeFile(path.join(cwd, 'cut.tar'), (await readFile(path.join(cwd, 'one.tar'))).subarray(0, 2000));
  expect((await cli(cwd, 'diff', 'one.tar', 'cut.tar')).exitCode).toBe(2);
});

test('two platforms of one image are compared, field by field', async () => {
  const one = await sample([{ name: 'a' }]);
  const other = await sample([{ name: 'b' }], { architecture: 'arm64' });
  const cwd = await archives({
    'a.tar': layoutMembers([indexBlobs([imageBlobs(one, 'gzip'), imageBlobs(other, 'gzip')])]),
  });
  const { exitCode, stdout } = await cli(
    cwd,
    'diff',
    'a.tar',
    '--platform',
    'amd64',
    '--platform',
    'arm64',
    '--format',
    'json',
  );
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    same: false,
    images: [
      {
        same: false,
        fields: [{ field: 'architecture', before: 'amd64', after: 'arm64' }],
        layers: [
          { change: 'same' },
          {
            change: 'different',
            files: [
              { path: 'a', change: 'removed' },
              { path: 'b', change: 'added' },
            ],
          },
        ],
      },
    ],
  });
});

test('images that only one side has are named', async () => {
  const one = await sample([{ name: 'a' }]);
  const other = await sample([{ name: 'b' }], { architecture: 'arm64' });
  const both = layoutMembers([indexBlobs([imageBlobs(one, 'gzip'), imageBlobs(other, 'gzip')])]);
  const cwd = await archives({ 'both.tar': both, 'one.tar': legacyMembers([one]) });
  const { exitCode, stdout } = await cli(cwd, 'diff', 'both.tar', 'one.tar');
  expect([exitCode, stdout]).toEqual([1, expect.stringContaining('- linux/arm64 app:1.0')]);
});

test('verify tells every problem of an archive, with what was expected', async () => {
  const one = await sample([{ name: 'a' }]);
  const parts = imageBlobs(one, 'none');
  const members = layoutMembers([parts]).filter(
    ({ name }) => name !== 'oci-layout' && !name.endsWith(sha256(one.layers[0] ?? Buffer.alloc(0)).slice(7)),
  );
  const { exitCode, stdout } = await cli(
    await archives({ 'a.tar': members }),
    'verify',
    'a.tar',
    '--format',
    'json',
  );
  expect(exitCode).toBe(1);
  const { problems } = JSON.parse(stdout) as {
    readonly problems: readonly { readonly code: string; readonly where: string }[];
  };
  expect(problems.map(({ code, where }) => [code, where])).toEqual([
    ['layout-marker', 'oci-layout'],
    ['blob-missing', sha256(one.layers[0] ?? Buffer.alloc(0))],
  ]);
});
