import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';

import { convertArchive } from '../../../src/core/artifact/convertArchive.js';
import { verifyArtifacts } from '../../../src/core/artifact/verifyArtifacts.js';
import { buildRecipe } from '../../../src/core/pipeline/buildRecipe.js';
import type { BuildResult } from '../../../src/core/pipeline/buildRequest.js';
import { noChoices } from '../../../src/core/plan/buildChoices.js';
import { emptyTarget } from '../../../src/core/recipe/emptyTarget.js';
import { temporaryDirectory } from '../../support/archiveFiles.js';
import { labHost } from '../../support/labEngine.js';
import { bothPlatforms } from '../../support/planValues.js';
import { skopeo, startRegistry } from '../convert/realTools.js';
import { onEngine } from '../convert/savedImage.js';

/** Writes a context whose image has one layer for each of these files. */
async function writeContext(directory: string, from: string, files: readonly string[]): Promise<string> {
  await mkdir(directory);
  await writeFile(
    path.join(directory, 'Dockerfile'),
    [`FROM ${from}`, ...files.map((file) => `COPY ${file} /${file}`), ''].join('\n'),
  );
  for (const file of files) {
    // Why the directory: no two runs have a layer in common, so that nothing is known from an earlier one.
    await writeFile(path.join(directory, file), `${file} of ${directory}\n`.repeat(100));
  }
  return directory;
}

/** A base of two layers for both platforms, in a registry; gives its repository. */
async function pushBase(directory: string): Promise<string> {
  const repository = `${await startRegistry()}/team/base`;
  const context = await writeContext(path.join(directory, 'base'), 'scratch', ['one', 'two']);
  const output = `type=registry,name=${repository}:1,push=true`;
  const platform = 'linux/amd64,linux/arm64';
  const args = [
    'buildx',
    'build',
    '--quiet',
    '--provenance=false',
    '--platform',
    platform,
    '--output',
    output,
  ];
  labHost('docker28');
  await onEngine('docker28', 'docker', [...args, context]);
  return repository;
}

async function buildOn(engine: string, directory: string, from: string): Promise<BuildResult> {
  const context = await writeContext(path.join(directory, 'app'), from, ['own']);
  const target = { ...emptyTarget, platforms: bothPlatforms };
  const file = path.join(context, 'Dockerfile');
  const recipe = {
    ...{ name: 'app', directory: context, dependencies: {}, target },
    source: { kind: 'dockerfile', file, keyRanges: {} } as const,
  };
  const outputDirectory = path.join(directory, 'out');
  const request = { recipe, choices: noChoices, outputDirectory, force: false };
  let result: BuildResult | undefined;
  const signal = new AbortController().signal;
  for await (const event of buildRecipe(request, labHost(engine), { signal })) {
    result = event.kind === 'result' ? event.result : result;
  }
  if (result === undefined) {
    throw new Error('The build has no result.');
  }
  return result;
}

interface Digests {
  readonly digest: string;
  readonly source: string;
}

/** What digests.json of a set says of the layers, lowest first. */
async function digestsOf(set: string): Promise<readonly Digests[]> {
  const [section] = JSON.parse(await readFile(path.join(set, 'digests.json'), 'utf8')) as Record<
    string,
    Digests
  >[];
  return Object.values(section ?? {});
}

/** The digests of an image's layers in a registry. */
async function pushedLayers(reference: string): Promise<readonly string[]> {
  const raw = await skopeo('inspect', '--tls-verify=false', '--raw', `docker://${reference}`);
  const { manifests } = JSON.parse(raw) as { manifests: { digest: string }[] };
  const repository = reference.replace(/:1$/, '');
  const manifest = await skopeo(
    ...['inspect', '--tls-verify=false', '--raw', `docker://${repository}@${manifests[0]?.digest ?? ''}`],
  );
  return (JSON.parse(manifest) as { layers: { digest: string }[] }).layers.map(({ digest }) => digest);
}

test.each(['docker28', 'docker26c', 'docker26'])(
  'what %s builds on an image of a registry says which layers are of it',
  async (engine) => {
    const directory = await temporaryDirectory();
    const repository = await pushBase(directory);
    const { outcome, problems, images } = await buildOn(engine, directory, `${repository}:1`);
    expect([outcome, problems]).toEqual(['succeeded', []]);
    expect(images.map(({ layers }) => layers.map(({ source }) => source))).toEqual(
      bothPlatforms.map(() => [repository, repository, '']),
    );
    const digests = await digestsOf(path.join(directory, 'out', 'amd64'));
    expect(digests.map(({ source }) => source)).toEqual([repository, repository, '']);
    if (engine !== 'docker26') {
      // Why not there: the classic store keeps no compressed bytes.
      const pushed = await pushedLayers(`${repository}:1`);
      expect(digests.slice(0, 2).map(({ digest }) => `sha256:${digest}`)).toEqual(pushed);
    }
  },
);

test('an archive of the classic store gets the layers of its base as the registry has them', async () => {
  const directory = await temporaryDirectory();
  const repository = await pushBase(directory);
  const context = await writeContext(path.join(directory, 'app'), `${repository}:1`, ['own']);
  const archive = path.join(directory, 'saved.tar');
  const tag = `base-flow-${path.basename(directory).toLowerCase()}:1.0`;
  labHost('docker26');
  await onEngine('docker26', 'docker', ['buildx', 'build', '--quiet', '--tag', tag, context]);
  await onEngine('docker26', 'docker', ['save', '--output', archive, tag]);
  await onEngine('docker26', 'docker', ['image', 'rm', '--force', tag]);
  const base = path.join(directory, 'base.layout');
  await skopeo('copy', '--quiet', '--src-tls-verify=false', `docker://${repository}:1`, `oci:${base}:1`);
  const output = path.join(directory, 'out');
  const bases = [{ path: base, repository }];
  await convertArchive({ inputs: [archive], output, bases, force: false }, labHost('docker26'));
  const digests = await digestsOf(path.join(output, 'amd64'));
  const pushed = await pushedLayers(`${repository}:1`);
  expect(digests.map(({ source }) => source)).toEqual([repository, repository, '']);
  expect(digests.slice(0, 2).map(({ digest }) => `sha256:${digest}`)).toEqual(pushed);
  expect((await verifyArtifacts(output, labHost('docker26'))).problems).toEqual([]);
});
