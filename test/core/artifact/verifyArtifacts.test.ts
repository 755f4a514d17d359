import { mkdir, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { convertArchive } from '../../../src/core/artifact/convertArchive.js';
import type { Verification } from '../../../src/core/artifact/verifyArtifacts.js';
import { verifyArtifacts } from '../../../src/core/artifact/verifyArtifacts.js';
import { createTestHost } from '../../support/testHost.js';
import { snapshot, temporaryDirectory, writeTar } from '../../support/archiveFiles.js';
import type { SampleImage } from '../../support/archiveImage.js';
import { configOf, hexOf, legacyMembers, sha256 } from '../../support/archiveImage.js';

const host = createTestHost();
const one = Buffer.from('layer one '.repeat(1000));
const two = Buffer.from('layer two '.repeat(1000));
const image: SampleImage = { os: 'linux', architecture: 'amd64', tag: 'app:1.0', layers: [one, two] };
const oneFile = `${hexOf(one)}.tar.gz`;
const configFile = `${hexOf(configOf(image))}.json`;

/** A new good set for amd64; returns the directory of sets. */
async function makeSet(): Promise<string> {
  const output = path.join(await temporaryDirectory(), 'out');
  const inputs = [await writeTar(await temporaryDirectory(), legacyMembers([image]))];
  await convertArchive({ inputs, output, force: false }, host);
  return output;
}

/** `code file` of each problem, files by their own names. */
function short({ problems }: Verification): readonly string[] {
  return problems.map(({ code, file }) => `${code} ${path.basename(file ?? '')}`);
}

/** Verifies a set in which something was changed. */
async function after(change: (set: string) => Promise<void>): Promise<Verification> {
  const directory = await makeSet();
  await change(path.join(directory, 'amd64'));
  return verifyArtifacts(directory, host);
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

test('a good set has no problem, as a whole and by itself', async () => {
  const directory = await makeSet();
  const whole = await verifyArtifacts(directory, host);
  const alone = await verifyArtifacts(path.join(directory, 'amd64'), host);
  expect([whole.problems, whole.notes, alone]).toEqual([[], [], whole]);
});

test('a set under any other name is verified too', async () => {
  const directory = await makeSet();
  await rename(path.join(directory, 'amd64'), path.join(directory, '..', 'downloaded'));
  expect(short(await verifyArtifacts(path.join(directory, '..', 'downloaded'), host))).toEqual([]);
});

/** A space of JSON may become another kind of white space. */
function saysTheSame(good: Buffer, bad: Buffer): boolean {
  const spaced = (bytes: Buffer): string => bytes.toString().replace(/\s/g, ' ');
  return spaced(good) === spaced(bad);
}

test('a changed byte in any file is found', async () => {
  const directory = await makeSet();
  const files = [...(await snapshot(directory)).keys()].filter((name) => !name.endsWith('manifest.json'));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async (name, at, mask) => {
        const file = path.join(directory, name);
        const good = await readFile(file);
        const bad = Buffer.from(good);
        bad[at % bad.length] = (bad[at % bad.length] ?? 0) ^ mask;
        await writeFile(file, bad);
        const { problems } = await verifyArtifacts(directory, host);
        await writeFile(file, good);
        expect(problems.length > 0 || saysTheSame(good, bad)).toBe(true);
      },
    ),
    { numRuns: 80 },
  );
});

test.each<[string, (set: string) => Promise<void>, readonly string[]]>([
  ['a missing layer', (set) => unlink(path.join(set, oneFile)), [`artifact-missing-file ${oneFile}`]],
  ['a missing config', (set) => unlink(path.join(set, configFile)), [`artifact-missing-file ${configFile}`]],
  [
    'a missing digests.json',
    (set) => unlink(path.join(set, 'digests.json')),
    ['artifact-missing-file digests.json'],
  ],
  [
    'a missing manifest.json',
    (set) => unlink(path.join(set, 'manifest.json')),
    ['artifact-missing-file manifest.json'],
  ],
  [
    'manifest.json that is no JSON',
    (set) => writeFile(path.join(set, 'manifest.json'), '['),
    ['artifact-malformed manifest.json'],
  ],
  [
    'digests.json of another shape',
    (set) => writeFile(path.join(set, 'digests.json'), '{}'),
    ['artifact-malformed digests.json'],
  ],
  [
    'manifest.json with a mistyped key',
    (set) => edit(path.join(set, 'manifest.json'), (text) => text.replace('RepoTags', 'RepoTag')),
    ['artifact-malformed manifest.json'],
  ],
  [
    'digests.json with one field too many',
    (set) => edit(path.join(set, 'digests.json'), (text) => text.replace('"source"', '"from": "", "source"')),
    ['artifact-malformed digests.json'],
  ],
  [
    'a layer_id with a slash',
    (set) =>
      edit(path.join(set, 'digests.json'), (text) =>
        text.replace(`"layer_id": "${hexOf(one)}"`, `"layer_id": "${hexOf(one)}/layer.tar"`),
      ),
    ['artifact-layer-id digests.json'],
  ],
  [
    'a foreign file',
    (set) => writeFile(path.join(set, 'repositories'), '{}'),
    ['artifact-foreign-file repositories'],
  ],
  [
    'a foreign directory',
    async (set) => {
      await mkdir(path.join(set, 'more'));
    },
    ['artifact-foreign-file more'],
  ],
  [
    'a layer packed anew',
    async (set) => {
      await writeFile(path.join(set, oneFile), gzipSync(one, { level: 1 }));
    },
    ['artifact-layer-digest digests.json'],
  ],
  [
    'a layer with garbage after it',
    async (set) => {
      const file = path.join(set, oneFile);
      await writeFile(file, Buffer.concat([await readFile(file), Buffer.from('garbage, and enough of it')]));
    },
    [`artifact-layer-corrupt ${oneFile}`, 'artifact-layer-digest digests.json'],
  ],
  [
    'layers in another order',
    (set) =>
      edit(path.join(set, 'manifest.json'), (text) =>
        text.replace(/("[0-9a-f]+\/layer.tar"),("[0-9a-f]+\/layer.tar")/, '$2,$1'),
      ),
    [`artifact-diff-id ${oneFile.replace(hexOf(one), hexOf(two))}`, `artifact-diff-id ${oneFile}`],
  ],
  [
    'one layer too few',
    (set) => edit(path.join(set, 'manifest.json'), (text) => text.replace(/,"[0-9a-f]+\/layer.tar"\]/, ']')),
    ['artifact-layer-count manifest.json'],
  ],
  [
    'no layers',
    (set) => edit(path.join(set, 'manifest.json'), (text) => text.replace(/"Layers":\[.*?\]/, '"Layers":[]')),
    ['artifact-layer-count manifest.json', 'artifact-layer-count manifest.json'],
  ],
  [
    'a layer name of another form',
    (set) =>
      edit(path.join(set, 'manifest.json'), (text) =>
        text.replace(`${hexOf(one)}/layer.tar`, `blobs/sha256/${hexOf(one)}`),
      ),
    ['artifact-layer-name manifest.json'],
  ],
  [
    'a record without a diff_id',
    (set) =>
      edit(path.join(set, 'digests.json'), (text) => text.replace(sha256(one), `sha256:${'0'.repeat(64)}`)),
    ['artifact-digest-record digests.json', 'artifact-digest-record digests.json'],
  ],
  [
    'a record that leads to another layer',
    (set) =>
      edit(path.join(set, 'digests.json'), (text) =>
        text.replace(`"layer_id": "${hexOf(one)}"`, `"layer_id": "${hexOf(two)}"`),
      ),
    ['artifact-layer-digest digests.json', 'artifact-digest-record digests.json'],
  ],
  [
    'a key without sha256:',
    (set) => edit(path.join(set, 'digests.json'), (text) => text.replace(sha256(one), hexOf(one))),
    ['artifact-malformed digests.json'],
  ],
  [
    'two sections of digests for one image',
    (set) => edit(path.join(set, 'digests.json'), (text) => text.replace(/\]$/, ', {}]')),
    [
      'artifact-sections digests.json',
      'artifact-digest-record digests.json',
      'artifact-digest-record digests.json',
    ],
  ],
  [
    'a digest with sha256:, as launchpad-buildd writes it',
    (set) =>
      edit(path.join(set, 'digests.json'), (text) => text.replace('"digest": "', '"digest": "sha256:')),
    ['artifact-digest-prefixed digests.json'],
  ],
  [
    'a Config with a path',
    (set) =>
      edit(path.join(set, 'manifest.json'), (text) => text.replace('"Config":"', '"Config":"blobs/sha256/')),
    ['artifact-config-name manifest.json', `artifact-foreign-file ${configFile}`],
  ],
  [
    'a config whose name does not end in .json',
    async (set) => {
      await edit(path.join(set, 'manifest.json'), (text) => text.replace(configFile, 'config'));
      await rename(path.join(set, configFile), path.join(set, 'config'));
    },
    ['artifact-config-name config'],
  ],
  [
    'a config that is not what its name says',
    (set) => edit(path.join(set, configFile), (text) => `${text} `),
    [`artifact-config-digest ${configFile}`],
  ],
  [
    'a directory named for another processor',
    (set) => rename(set, path.join(set, '..', 'arm64')),
    [`artifact-architecture ${configFile}`],
  ],
  [
    'a layer that is a symlink',
    async (set) => {
      await rename(path.join(set, oneFile), path.join(set, '..', '..', 'aside'));
      await symlink(path.join(set, '..', '..', 'aside'), path.join(set, oneFile));
    },
    [`artifact-foreign-file ${oneFile}`, `artifact-missing-file ${oneFile}`],
  ],
  [
    'a file beside the sets',
    (set) => writeFile(path.join(set, '..', 'image.tar'), ''),
    ['artifact-foreign-file image.tar'],
  ],
])('%s is found', async (_, change, expected) => {
  expect(short(await after(change))).toEqual(expected);
});

test('a layer with other content is found by both of its digests', async () => {
  const result = await after((set) => writeFile(path.join(set, oneFile), gzipSync(two)));
  expect(short(result)).toEqual([
    'artifact-layer-digest digests.json',
    'artifact-digest-record digests.json',
    `artifact-diff-id ${oneFile}`,
  ]);
  expect(result.problems.at(-1)?.message).toContain(`should be ${sha256(one)}, but they are ${sha256(two)}`);
});

test('every problem of a set is reported', async () => {
  const result = await after(async (set) => {
    await unlink(path.join(set, oneFile));
    await writeFile(path.join(set, 'stray'), '');
    await edit(path.join(set, 'digests.json'), (text) => text.replace(/"digest": "../g, '"digest": "00'));
  });
  expect(short(result)).toEqual([
    `artifact-missing-file ${oneFile}`,
    'artifact-layer-digest digests.json',
    'artifact-foreign-file stray',
  ]);
});

test('gzip as launchpad-buildd writes it is taken, with a note', async () => {
  const directory = await makeSet();
  const set = path.join(directory, 'amd64');
  const packed = await readFile(path.join(set, oneFile));
  const named = Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, 8, 1, 2, 3, 4, 2, 255]),
    Buffer.from('layer.tar\0'),
    packed.subarray(10),
  ]);
  expect(gunzipSync(named)).toEqual(one);
  await writeFile(path.join(set, oneFile), named);
  await edit(path.join(set, 'digests.json'), (text) => text.replace(hexOf(packed), hexOf(named)));
  const { problems, notes } = await verifyArtifacts(directory, host);
  expect([problems, notes]).toEqual([[], [expect.stringContaining('carries a file name or a time')]]);
});

test('zero bytes after a layer are noted', async () => {
  const result = await after(async (set) => {
    const packed = await readFile(path.join(set, oneFile));
    const padded = Buffer.concat([packed, Buffer.alloc(70_000)]);
    await writeFile(path.join(set, oneFile), padded);
    await edit(path.join(set, 'digests.json'), (text) => text.replace(hexOf(packed), hexOf(padded)));
  });
  expect([result.problems, result.notes]).toEqual([
    [],
    [expect.stringContaining('70000 zero bytes follow its gzip stream')],
  ]);
});

test('with two images, every section of digests.json must have every diff_id', async () => {
  const result = await after(async (set) => {
    const config = configOf({ ...image, layers: [one] });
    const manifest = path.join(set, 'manifest.json');
    const section = { Config: `${hexOf(config)}.json`, RepoTags: null, Layers: [`${hexOf(one)}/layer.tar`] };
    await writeFile(path.join(set, section.Config), config);
    await edit(manifest, (text) => JSON.stringify([...(JSON.parse(text) as object[]), section]));
    await edit(path.join(set, 'digests.json'), (text) => {
      const [records] = JSON.parse(text) as Record<string, object>[];
      return JSON.stringify([records, { [sha256(one)]: records?.[sha256(one)] }]);
    });
  });
  expect([short(result), result.images.length, result.problems[0]?.message]).toEqual([
    ['artifact-digest-record digests.json'],
    2,
    expect.stringContaining(`not every section has a record for ${sha256(two)}`),
  ]);
});

test('with two images, a record of a diff_id that neither has is found', async () => {
  const result = await after(async (set) => {
    const config = configOf({ ...image, layers: [one] });
    const section = { Config: `${hexOf(config)}.json`, RepoTags: null, Layers: [`${hexOf(one)}/layer.tar`] };
    await writeFile(path.join(set, section.Config), config);
    await edit(path.join(set, 'manifest.json'), (text) =>
      JSON.stringify([...(JSON.parse(text) as object[]), section]),
    );
    await edit(path.join(set, 'digests.json'), (text) => {
      const [records] = JSON.parse(text) as Record<string, object>[];
      const more = { ...records, [sha256(config)]: records?.[sha256(one)] };
      return JSON.stringify([more, records]);
    });
  });
  expect(short(result)).toEqual(['artifact-digest-record digests.json']);
  expect(result.problems.map(({ message }) => message)).toContainEqual(
    expect.stringContaining(`${sha256(configOf({ ...image, layers: [one] }))} is no diff_id of any config`),
  );
});

test('a directory without a set is an error, as is no directory', async () => {
  const directory = await temporaryDirectory();
  const code = (error: unknown): string => (error as { code: string }).code;
  expect([
    await verifyArtifacts(directory, host).catch(code),
    await verifyArtifacts(path.join(directory, 'none'), host).catch(code),
  ]).toEqual(['artifacts-missing', 'artifacts-missing']);
});

test('a processor directory that is empty is a set with everything missing', async () => {
  const directory = await makeSet();
  await rm(path.join(directory, 'amd64'), { recursive: true });
  await mkdir(path.join(directory, 'arm64'));
  expect(short(await verifyArtifacts(directory, host))).toEqual([
    'artifact-missing-file manifest.json',
    'artifact-missing-file digests.json',
  ]);
});

test('verification stops when it is aborted', async () => {
  const directory = await makeSet();
  await expect(verifyArtifacts(directory, host, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
});

test('progress is told in bytes up to the end', async () => {
  const directory = await makeSet();
  const told: unknown[] = [];
  await verifyArtifacts(directory, host, { onProgress: (progress) => told.push(progress) });
  const files = [...(await snapshot(directory))].filter(([name]) => name.endsWith('.tar.gz'));
  const total = files.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  expect(told.at(-1)).toEqual({ current: total, total });
});
