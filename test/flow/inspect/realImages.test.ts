import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

import { withInput } from '../../../src/core/artifact/withInput.js';
import { convertArchive } from '../../../src/core/artifact/convertArchive.js';
import { verifyInput } from '../../../src/core/artifact/verification/verifyInput.js';
import { mergeContents } from '../../../src/core/image/contents/mergeContents.js';
import { walkTree } from '../../../src/core/image/contents/imageTree.js';
import type { ImageTree } from '../../../src/core/image/contents/imageTree.js';
import type { LayerContents } from '../../../src/core/image/contents/layerEntry.js';
import { readLayerContents } from '../../../src/core/image/contents/readLayerContents.js';
import { sniffCompression } from '../../../src/core/image/layer/compression.js';
import { memorySource } from '../../../src/core/image/archive/byteRange.js';
import { openImages } from '../../../src/core/image/openImages.js';
import { temporaryDirectory } from '../../support/archiveFiles.js';
import { bundleCli } from '../../support/bundledCli.js';
import { engineEnvironment, labHost, labRootfs } from '../../support/labEngine.js';
import { runProgram } from '../../support/programRun.js';
import { createTestHost } from '../../support/testHost.js';

const host = createTestHost();
const run = promisify(execFile);

async function docker(engine: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, ...engineEnvironment(engine) };
  return (await run('docker', args, { env, maxBuffer: 1 << 26 })).stdout.trim();
}

/** Everything that layers can do to one another. */
const dockerfile = `FROM scratch
ADD rootfs.tar /
RUN mkdir -p /data/deep/er /data/gone /links && echo one > /data/a && echo two > /data/gone/b && echo x > /data/deep/er/c
RUN rm -r /data/gone && rm /data/a && chmod 750 /data/deep
RUN mkdir /data/gone && echo new > /data/gone/n && ln /data/gone/n /links/hard && ln -s ../data /links/soft
RUN rm -r /data/deep && echo file > /data/deep && rm /links/hard && chown 123:456 /data/gone/n
RUN rm -r /data/gone && mkdir -p /data/gone/again && ln /data/deep /links/late && mkfifo /links/pipe
RUN echo longer-than-before > /data/deep && chmod 4711 /links/late
CMD ["true"]
`;

/** Builds it on an engine; gives the saved image and the file system of a container of it. */
async function buildAndExport(
  engine: string,
): Promise<{ readonly saved: string; readonly exported: string }> {
  labHost(engine);
  const directory = await temporaryDirectory();
  const context = path.join(directory, 'context');
  await mkdir(context);
  await writeFile(path.join(context, 'Dockerfile'), dockerfile);
  await writeFile(path.join(context, 'rootfs.tar'), labRootfs('amd64'));
  const tag = `inspect-flow-${path.basename(directory).toLowerCase()}:1.0`;
  const [saved, exported] = ['saved.tar', 'exported.tar'].map((name) => path.join(directory, name));
  await docker(engine, 'build', '--quiet', '--network', 'none', '--tag', tag, context);
  try {
    await docker(engine, 'save', '--output', saved ?? '', tag);
    const container = await docker(engine, 'create', tag);
    await docker(engine, 'export', '--output', exported ?? '', container);
    await docker(engine, 'rm', container);
  } finally {
    await docker(engine, 'rmi', '--force', tag);
  }
  return { saved: saved ?? '', exported: exported ?? '' };
}

async function readAll(archive: string): Promise<readonly LayerContents[]> {
  return withInput(archive, host, async (input) => {
    const { images } = await openImages(input.archive);
    return Promise.all((images[0]?.layers ?? []).map((layer) => readLayerContents(layer)));
  });
}

/** The tree of one tar archive. */
async function readTar(file: string): Promise<ImageTree> {
  const blob = memorySource(await readFile(file));
  return mergeContents([
    await readLayerContents({ blob, name: file, compression: await sniffCompression(blob) }),
  ]);
}

/** What engines put into every container that they make. */
const ofContainers = /^(dev|proc|sys|run|etc|etc\/(hosts|hostname|resolv\.conf|mtab)|dev\/.*)$|^$/;

/** Every path that is there, with all that both sides tell of it. */
function linesOf(tree: ImageTree): readonly string[] {
  return [...walkTree(tree)]
    .filter(
      ({ change, path: place }) =>
        change !== 'removed' && !ofContainers.test(place) && place !== '.dockerenv',
    )
    .map(({ path: place, kind, entry, sizeBytes, linkCount }) => {
      const { mode = 0, uid = 0, gid = 0, linkName = '' } = entry ?? {};
      const target = kind === 'symlink' ? linkName : '';
      return `${kind} ${(mode & 0o7777).toString(8)} ${uid}:${gid} ${sizeBytes} ${linkCount} ${place} ${target}`;
    });
}

test.each(['docker20', 'docker26', 'docker28', 'docker26c'])(
  'the merged layers are the file system of a container: %s',
  async (engine) => {
    const { saved, exported } = await buildAndExport(engine);
    const tree = mergeContents(await readAll(saved));
    const actual = linesOf(tree);
    expect(actual.length).toBeGreaterThan(50);
    expect(actual).toEqual(linesOf(await readTar(exported)));
    expect(tree.notes).toEqual([]);
  },
);

test('umoci unpacks the files that the merged layers have', async () => {
  const { saved } = await buildAndExport('docker28');
  const directory = await temporaryDirectory();
  const layout = path.join(directory, 'layout');
  await convertArchive(
    {
      inputs: [saved],
      output: layout,
      target: { format: 'oci', tag: 'app:1.0', attestations: 'drop' },
      force: false,
    },
    host,
  );
  const { manifests } = JSON.parse(await readFile(path.join(layout, 'index.json'), 'utf8')) as {
    readonly manifests: readonly { readonly annotations: Readonly<Record<string, string>> }[];
  };
  const reference = manifests[0]?.annotations['org.opencontainers.image.ref.name'] ?? '';
  const bundle = path.join(directory, 'bundle');
  await run('umoci', ['unpack', '--image', `${layout}:${reference}`, bundle]);
  const packed = path.join(directory, 'packed.tar');
  await run('tar', ['-C', path.join(bundle, 'rootfs'), '--format=pax', '-cf', packed, '.']);
  expect(linesOf(mergeContents(await readAll(saved)))).toEqual(linesOf(await readTar(packed)));
});

test.each(['docker20', 'docker26', 'docker28', 'docker26c'])(
  'the archive of %s is verified, and a conversion is the same image',
  async (engine) => {
    const { saved } = await buildAndExport(engine);
    const directory = await temporaryDirectory();
    const program = await bundleCli(path.join(directory, 'cli'));
    const output = path.join(directory, 'layout');
    await convertArchive({ inputs: [saved], output, target: { format: 'oci' }, force: false }, host);
    expect((await verifyInput(saved, host)).problems).toEqual([]);
    expect((await verifyInput(output, host)).problems).toEqual([]);
    const same = await runProgram(program, ['diff', saved, output], { cwd: directory });
    expect([same.exitCode, same.stderr]).toEqual([0, '']);
    const inspected = await runProgram(program, ['inspect', output, '--files'], { cwd: directory });
    expect([inspected.exitCode, inspected.stdout]).toEqual([
      0,
      expect.stringContaining('links/soft -> ../data'),
    ]);
  },
);
