import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import * as path from 'node:path';
import { beforeAll, expect, test } from 'vitest';

import { convertArchive } from '../../../src/core/artifact/convertArchive.js';
import { verifyInput } from '../../../src/core/artifact/verification/verifyInput.js';
import { verifyArtifacts } from '../../../src/core/artifact/verifyArtifacts.js';
import { withInput } from '../../../src/core/artifact/withInput.js';
import { inspectImages } from '../../../src/core/image/inspect/inspectImages.js';
import { openImages } from '../../../src/core/image/openImages.js';
import { temporaryDirectory } from '../../support/archiveFiles.js';
import { readImageFacts } from '../../support/imageFacts.js';
import { labHost } from '../../support/labEngine.js';
import { createTestHost } from '../../support/testHost.js';
import { crane, skopeo, startRegistry, tool, withOwnStore } from './realTools.js';
import { buildAndSave, onEngine, writeContext } from './savedImage.js';

const host = createTestHost();

beforeAll(() => {
  labHost('docker20');
  labHost('docker26c');
  labHost('docker28');
});

/** Writes an image in the form of a tool; gives the path. */
type Produce = (archive: string, directory: string) => Promise<string>;

const bySkopeo =
  (transport: string, ...args: readonly string[]): Produce =>
  async (archive, directory) => {
    const output = path.join(directory, 'produced');
    await skopeo('copy', '--quiet', ...args, `docker-archive:${archive}`, `${transport}:${output}`);
    return output;
  };

const byStore =
  (program: 'podman' | 'buildah', transport: string): Produce =>
  async (archive, directory) => {
    const own = await withOwnStore(program);
    const output = path.join(directory, 'produced');
    const load =
      program === 'podman'
        ? ['load', '--quiet', '--input', archive]
        : ['pull', '--quiet', `docker-archive:${archive}`];
    await own(...load);
    const [id = ''] = (await own('images', '--quiet', '--no-trunc')).split('\n');
    await own('push', '--quiet', id, `${transport}:${output}`);
    return output;
  };

const byCrane =
  (format: 'tarball' | 'legacy' | 'oci'): Produce =>
  async (archive, directory) => {
    const registry = await startRegistry();
    await crane('push', archive, `${registry}/app:1`);
    const output = path.join(directory, 'produced');
    await crane('pull', '--format', format, `${registry}/app:1`, output);
    return output;
  };

const byUmoci: Produce = async (archive, directory) => {
  const layout = path.join(directory, 'layout');
  await skopeo('copy', '--quiet', `docker-archive:${archive}`, `oci:${layout}:1.0`);
  await tool('umoci', 'config', '--image', `${layout}:1.0`, '--config.label', 'made=umoci');
  await tool('umoci', 'gc', '--layout', layout);
  return layout;
};

const unpacked: Produce = async (archive, directory) => {
  const folder = path.join(directory, 'folder');
  await mkdir(folder);
  await tool('tar', '-xf', archive, '-C', folder);
  return folder;
};

const repacked: Produce = async (archive, directory) => {
  const folder = await unpacked(archive, directory);
  const output = path.join(directory, 'repacked.tar');
  await tool('tar', '-cf', output, '-C', folder, '.');
  return output;
};

const compressed =
  (program: string, suffix: string): Produce =>
  async (archive) => {
    await tool(program, '--keep', archive);
    return `${archive}.${suffix}`;
  };

test.each<[string, Produce]>([
  ['skopeo docker-archive', bySkopeo('docker-archive')],
  ['skopeo oci-archive', bySkopeo('oci-archive')],
  ['skopeo oci', bySkopeo('oci')],
  ['skopeo oci with zstd', bySkopeo('oci', '--dest-compress-format', 'zstd', '--dest-compress')],
  ['skopeo dir', bySkopeo('dir')],
  ['skopeo dir, compressed', bySkopeo('dir', '--dest-compress')],
  ['podman docker-archive', byStore('podman', 'docker-archive')],
  ['podman oci-archive', byStore('podman', 'oci-archive')],
  ['buildah docker-archive', byStore('buildah', 'docker-archive')],
  ['buildah oci', byStore('buildah', 'oci')],
  ['crane tarball', byCrane('tarball')],
  ['crane legacy', byCrane('legacy')],
  ['crane oci', byCrane('oci')],
  ['umoci layout', byUmoci],
  ['unpacked archive', unpacked],
  ['repacked archive', repacked],
  ['gzip archive', compressed('gzip', 'gz')],
  ['zstd archive', compressed('zstd', 'zst')],
])("%s is read, and its artifacts hold the engine's layers", async (_, produce) => {
  const directory = await temporaryDirectory();
  const { archive, diffIds } = await buildAndSave('docker20', directory);
  const produced = await produce(archive, directory);
  const output = path.join(directory, 'artifacts');
  const { images } = await convertArchive({ inputs: [produced], output, force: false }, host);
  const { problems } = await verifyArtifacts(output, host);
  expect([images.map(({ layers }) => layers.map(({ diffId }) => diffId)), problems]).toEqual([[diffIds], []]);
});

async function buildAs(directory: string, output: string, engine = 'docker28'): Promise<string> {
  const context = await writeContext(directory);
  const archive = path.join(directory, 'built');
  const args = ['buildx', 'build', '--quiet', '--network', 'none', '--output', `${output},dest=${archive}`];
  await onEngine(engine, 'docker', [...args, context]);
  return archive;
}

test.each([
  'type=docker',
  'type=oci',
  'type=oci,tar=false',
  'type=oci,compression=uncompressed,force-compression=true',
  'type=oci,compression=zstd,force-compression=true',
])('buildx %s is read', async (type) => {
  const directory = await temporaryDirectory();
  const built = await buildAs(directory, type);
  const output = path.join(directory, 'artifacts');
  await convertArchive({ inputs: [built], output, force: false }, host);
  expect((await verifyArtifacts(output, host)).problems).toEqual([]);
});

/** The tables of contents that the bytes of layers end with, and what is wrong with what is said of them. */
async function saidOfTables(input: string): Promise<readonly unknown[]> {
  const { images } = await withInput(input, host, async ({ archive }) =>
    inspectImages(await openImages(archive), host, {}),
  );
  const { problems } = await verifyInput(input, host);
  return [[...new Set(images.flatMap(({ layers }) => layers.map(({ toc }) => toc)))], problems];
}

test('zstd:chunked layers of podman keep their bytes, and so their table of contents', async () => {
  const directory = await temporaryDirectory();
  const { archive } = await buildAndSave('docker20', directory);
  const podman = await withOwnStore('podman');
  await podman('load', '--quiet', '--input', archive);
  const [name = ''] = (await podman('images', '--format', '{{.Repository}}:{{.Tag}}')).split('\n');
  const pushed = path.join(directory, 'pushed');
  await podman(
    'push',
    '--quiet',
    '--compression-format',
    'zstd:chunked',
    '--format',
    'oci',
    name,
    `oci:${pushed}`,
  );
  const output = path.join(directory, 'layout');
  await convertArchive({ inputs: [pushed], output, target: { format: 'oci' }, force: false }, host);
  expect(await readImageFacts(output)).toEqual(await readImageFacts(pushed));
  expect([await saidOfTables(pushed), await saidOfTables(output)]).toEqual([
    [['zstd:chunked'], []],
    [['zstd:chunked'], []],
  ]);
});

test('estargz layers keep their bytes, and so their table of contents', async () => {
  const directory = await temporaryDirectory();
  const type = 'type=oci,compression=estargz,force-compression=true,oci-mediatypes=true';
  // Why not the newest: its engine ends when it is asked for this.
  const built = await buildAs(directory, type, 'docker26c');
  const output = path.join(directory, 'layout');
  await convertArchive({ inputs: [built], output, target: { format: 'oci' }, force: false }, host);
  expect(await readImageFacts(output)).toEqual(await readImageFacts(built));
  expect(await saidOfTables(built)).toEqual([['estargz'], []]);
  expect(await saidOfTables(output)).toEqual([['estargz'], []]);
  const anew = path.join(directory, 'anew');
  const target = { format: 'oci', compression: 'gzip', recompress: true } as const;
  await convertArchive({ inputs: [built], output: anew, target, force: false }, host);
  expect(await saidOfTables(anew)).toEqual([[undefined], []]);
  const artifacts = path.join(directory, 'artifacts');
  await convertArchive({ inputs: [built], output: artifacts, force: false }, host);
  expect((await verifyArtifacts(artifacts, host)).problems).toEqual([]);
});

test('an archive that is piped in gives the same bytes as its file, and the copy is said', async () => {
  const directory = await temporaryDirectory();
  const { archive } = await buildAndSave('docker28', directory);
  const target = { format: 'oci-tar', compression: 'gzip' } as const;
  const [fromFile, fromPipe] = [path.join(directory, 'file.tar'), path.join(directory, 'pipe.tar')];
  await convertArchive({ inputs: [archive], output: fromFile, target, force: false }, host);
  const stream = { name: 'standard input', bytes: createReadStream(archive) };
  const piped = { inputs: [stream], output: fromPipe, target, force: false };
  const { leftAside } = await convertArchive(piped, host);
  expect(leftAside.at(-1)).toContain('standard input is a stream');
  await tool('cmp', fromFile, fromPipe);
});
