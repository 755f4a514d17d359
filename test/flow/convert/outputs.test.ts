import * as path from 'node:path';
import { beforeAll, expect, test } from 'vitest';

import { convertArchive } from '../../../src/core/artifact/convertArchive.js';
import type { Conversion, ConversionRequest } from '../../../src/core/artifact/convertArchive.js';
import type { TargetOptions } from '../../../src/core/artifact/targetOptions.js';
import { temporaryDirectory } from '../../support/archiveFiles.js';
import { readImageFacts } from '../../support/imageFacts.js';
import { labHost } from '../../support/labEngine.js';
import { createTestHost } from '../../support/testHost.js';
import { crane, diffIdsBySkopeo, readBelow, skopeo, startRegistry, tool, withOwnStore } from './realTools.js';
import { buildAndSave, onEngine, writeContext } from './savedImage.js';

const host = createTestHost();

async function convert(
  input: string,
  target: TargetOptions,
  more: Partial<ConversionRequest> = {},
): Promise<{ readonly output: string; readonly conversion: Conversion }> {
  const output = path.join(await temporaryDirectory(), 'out');
  const request = { inputs: [input], output, target, force: false, ...more };
  return { output, conversion: await convertArchive(request, host) };
}

const engines = ['docker20', 'docker26', 'docker26c', 'docker28'];
const tag = 'convert-forms:1.0';

beforeAll(() => {
  engines.forEach((engine) => labHost(engine));
});

/** What the container of an archive prints on an engine, which starts without the image. */
async function loadAndRun(engine: string, archive: string): Promise<string> {
  await onEngine(engine, 'docker', ['image', 'rm', '--force', tag]).catch(() => undefined);
  await onEngine(engine, 'docker', ['load', '--quiet', '--input', archive]);
  try {
    return await onEngine(engine, 'docker', ['run', '--rm', '--network', 'none', tag]);
  } finally {
    await onEngine(engine, 'docker', ['image', 'rm', '--force', tag]);
  }
}

test.each(engines)('archives made from one of %s are loaded and run by every engine', async (engine) => {
  const { archive } = await buildAndSave(engine, await temporaryDirectory());
  const set = await convert(archive, { format: 'launchpad' });
  const outputs = [
    await convert(archive, { format: 'docker-legacy', tag }),
    await convert(archive, { format: 'docker', tag }),
    await convert(set.output, { format: 'docker', tag }),
  ];
  for (const { output } of outputs) {
    for (const other of engines) {
      expect(await loadAndRun(other, output)).toBe('hello');
    }
  }
});

test('an OCI archive is loaded and run by engines with the containerd store', async () => {
  const { archive } = await buildAndSave('docker26', await temporaryDirectory());
  for (const compression of ['keep', 'gzip', 'zstd', 'none'] as const) {
    const { output } = await convert(archive, { format: 'oci-tar', compression, tag });
    expect([await loadAndRun('docker26c', output), await loadAndRun('docker28', output)]).toEqual([
      'hello',
      'hello',
    ]);
  }
});

test('OCI layouts of every compression are read by skopeo, umoci and podman', async () => {
  const directory = await temporaryDirectory();
  const { archive, diffIds } = await buildAndSave('docker26', directory);
  const podman = await withOwnStore('podman');
  for (const compression of ['keep', 'gzip', 'zstd', 'none'] as const) {
    const layout = (await convert(archive, { format: 'oci', compression, tag })).output;
    const file = (await convert(archive, { format: 'oci-tar', compression, tag })).output;
    expect(await diffIdsBySkopeo(`oci:${layout}:1.0`)).toEqual(diffIds);
    // Why: a copy is where skopeo checks every digest.
    await skopeo('copy', '--quiet', `oci:${layout}:1.0`, `dir:${path.join(directory, compression)}`);
    expect(await podman('load', '--quiet', '--input', file)).toContain('convert-forms:1.0');
    await podman('rmi', '--force', '--all');
    if (compression !== 'zstd') {
      const bundle = path.join(directory, `bundle-${compression}`);
      await tool('umoci', 'unpack', '--rootless', '--image', `${layout}:1.0`, bundle);
      expect(await readBelow(bundle, 'rootfs', 'greeting.txt')).toBe('hello\n');
    }
  }
});

test('crane pushes a layout to a registry, whose image is valid and comes back the same', async () => {
  const { archive } = await buildAndSave('docker20', await temporaryDirectory());
  const registry = await startRegistry();
  const { output, conversion } = await convert(archive, { format: 'oci', compression: 'gzip' });
  const reference = await crane('push', output, `${registry}/app:1`);
  expect(reference).toContain(conversion.images[0]?.manifestDigest);
  await crane('validate', '--remote', `${registry}/app:1`);
  const pulled = path.join(await temporaryDirectory(), 'pulled.tar');
  await crane('pull', `${registry}/app:1`, pulled);
  const [before, after] = [await readImageFacts(output), await readImageFacts(pulled)];
  expect(after.map(({ config, blobs }) => [config, blobs])).toEqual(
    before.map(({ config, blobs }) => [config, blobs]),
  );
});

test("skopeo and crane take Docker's archives, and a registry Docker's media types", async () => {
  const { archive, diffIds } = await buildAndSave('docker26', await temporaryDirectory());
  const registry = await startRegistry();
  for (const format of ['docker', 'docker-legacy'] as const) {
    const { output } = await convert(archive, { format });
    expect(await diffIdsBySkopeo(`docker-archive:${output}`)).toEqual(diffIds);
    await crane('validate', '--tarball', output);
  }
  const types = { compression: 'gzip', mediaTypes: 'docker' } as const;
  const { output } = await convert(archive, { format: 'oci', ...types });
  await crane('push', output, `${registry}/typed:1`);
  await crane('validate', '--remote', `${registry}/typed:1`);
  expect(await skopeo('inspect', '--raw', '--tls-verify=false', `docker://${registry}/typed:1`)).toContain(
    'application/vnd.docker.distribution.manifest.v2+json',
  );
});

async function buildPlatforms(directory: string, more = ''): Promise<string> {
  const context = await writeContext(directory);
  const archive = path.join(directory, 'oci.tar');
  const output = `type=oci,dest=${archive},name=${tag}${more}`;
  const args = ['buildx', 'build', '--quiet', '--network', 'none', '--provenance', 'mode=max'];
  const platforms = ['--platform', 'linux/amd64,linux/arm64'];
  await onEngine('docker28', 'docker', [...args, ...platforms, '--output', output, context]);
  return archive;
}

test('an index with attestations is the same wherever layers are kept, and joins from its parts', async () => {
  const archive = await buildPlatforms(await temporaryDirectory());
  const registry = await startRegistry();
  const { output, conversion } = await convert(archive, { format: 'oci' });
  expect(conversion.leftAside).toEqual([]);
  const pushed = await crane('push', output, `${registry}/index:1`);
  const back = await convert((await convert(output, { format: 'docker' })).output, { format: 'oci' });
  expect(await crane('push', back.output, `${registry}/index:2`)).toContain(pushed.split('@')[1]);
  const halves = await Promise.all(
    ['amd64', 'arm64'].map(
      async (architecture) =>
        (await convert(archive, { format: 'oci-tar' }, { platforms: [{ os: 'linux', architecture }] }))
          .output,
    ),
  );
  const joined = await convert('', { format: 'oci', tag }, { inputs: halves });
  const index = JSON.parse(await crane('manifest', await pushedAs(joined.output, registry))) as {
    readonly manifests: readonly { readonly platform: { readonly architecture: string } }[];
  };
  const architectures = index.manifests.map(({ platform }) => platform.architecture);
  expect(architectures.filter((name) => name !== 'unknown')).toEqual(['amd64', 'arm64']);
});

async function pushedAs(layout: string, registry: string): Promise<string> {
  await crane('push', layout, `${registry}/joined:1`);
  return `${registry}/joined:1`;
}

test('without its attestations an image of the containerd store is one that umoci and crane take', async () => {
  const { archive } = await buildAndSave('docker28', await temporaryDirectory());
  const target = { format: 'oci', attestations: 'drop', tag } as const;
  const { output } = await convert(archive, target);
  const bundle = path.join(await temporaryDirectory(), 'bundle');
  await tool('umoci', 'unpack', '--rootless', '--image', `${output}:1.0`, bundle);
  expect(await readBelow(bundle, 'rootfs', 'greeting.txt')).toBe('hello\n');
  const registry = await startRegistry();
  await crane('push', output, `${registry}/plain:1`);
  await crane('validate', '--remote', `${registry}/plain:1`);
});

test("Launchpad's artifacts of two platforms become one index that a registry takes", async () => {
  const archive = await buildPlatforms(await temporaryDirectory());
  const registry = await startRegistry();
  const set = await convert(archive, { format: 'launchpad' });
  const { output } = await convert(set.output, { format: 'oci', tag });
  await crane('push', output, `${registry}/back:1`);
  await crane('validate', '--remote', `${registry}/back:1`);
  expect((await readImageFacts(output)).map(({ platform, diffIds }) => [platform, diffIds])).toEqual(
    (await readImageFacts(archive)).map(({ platform, diffIds }) => [platform, diffIds]),
  );
});
