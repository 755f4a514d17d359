import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

import { assetDirectory } from '../../support/testHost.js';
import { temporaryDirectory } from '../../support/archiveFiles.js';
import { hexOf } from '../../support/archiveImage.js';
import { endBlocks, octalSize, padded, rawHeader } from '../../support/archiveTar.js';

const run = promisify(execFile);
const mebibyte = 1024 * 1024;
const zeros = Buffer.alloc(mebibyte);

function* zeroLayer(mebibytes: number): Generator<Buffer> {
  for (let index = 0; index < mebibytes; index += 1) {
    yield zeros;
  }
}

/** A program that converts its first argument into its second and prints its largest size in memory, in MiB. */
async function bundle(directory: string): Promise<string> {
  const outfile = path.join(directory, 'convert.mjs');
  const root = path.join(import.meta.dirname, '..', '..', '..', 'src', 'core');
  await build({
    stdin: {
      contents: `
        import { convertArchive } from './artifact/convertArchive.js';
        import { createNodeHost } from './host/nodeHost.js';
        const [, , input, output, assetDirectory] = process.argv;
        await convertArchive({ inputs: [input], output, force: false }, createNodeHost({ assetDirectory }));
        console.log(process.resourceUsage().maxRSS / 1024);`,
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return outfile;
}

/** A docker archive with one layer of zeros, which takes no room on the disk; and its size. */
async function archive(directory: string, mebibytes: number, packed: boolean): Promise<string> {
  const hash = createHash('sha256');
  for (const chunk of zeroLayer(mebibytes)) {
    hash.update(chunk);
  }
  const gzip = packed ? await buffer(Readable.from(zeroLayer(mebibytes)).pipe(createGzip())) : undefined;
  const layerBytes = gzip?.length ?? mebibytes * mebibyte;
  const config = Buffer.from(
    JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      rootfs: { type: 'layers', diff_ids: [`sha256:${hash.digest('hex')}`] },
    }),
  );
  const manifest = Buffer.from(
    JSON.stringify([{ Config: `${hexOf(config)}.json`, RepoTags: null, Layers: ['l'] }]),
  );
  const head = (name: string, sizeBytes: number): Buffer =>
    rawHeader({ name, sizeField: octalSize(sizeBytes) });
  const file = path.join(directory, `${mebibytes}-${String(packed)}.tar`);
  await writeFile(
    file,
    Buffer.concat([head('l', layerBytes), gzip === undefined ? Buffer.alloc(0) : padded(gzip)]),
  );
  const handle = await open(file, 'r+');
  const rest = Buffer.concat([
    head(`${hexOf(config)}.json`, config.length),
    padded(config),
    head('manifest.json', manifest.length),
    padded(manifest),
    endBlocks,
  ]);
  await handle.write(rest, 0, rest.length, 512 + Math.ceil(layerBytes / 512) * 512);
  await handle.close();
  return file;
}

test.each([
  ['raw', false],
  ['gzip', true],
])('a %s layer of 300 MiB takes hardly more memory than one of 16', async (_, packed) => {
  const directory = await temporaryDirectory();
  const program = await bundle(directory);
  const peakMiB = async (mebibytes: number): Promise<number> => {
    const input = await archive(directory, mebibytes, packed);
    const { stdout } = await run(process.execPath, [
      program,
      input,
      path.join(directory, `out-${mebibytes}`),
      assetDirectory,
    ]);
    return Number(stdout);
  };
  const [small, large] = [await peakMiB(16), await peakMiB(300)];
  expect(large).toBeGreaterThan(10);
  expect(large).toBeLessThan(160);
  expect(large - small).toBeLessThan(64);
});
