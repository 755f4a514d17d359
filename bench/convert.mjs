/**
 * Compares our conversion of a docker archive with `skopeo copy docker-archive: oci:`, in pairs run in turn.
 *
 * usage: node bench/convert.mjs [ARCHIVE.tar] [PAIRS]
 *
 * Without an archive, one of 200 MiB is made: half text that compresses, half random bytes. Needs `npm run build`
 * and skopeo. Prints each pair, then the medians and their ratio; both outputs are checked before a pair counts.
 */
import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createGunzip } from 'node:zlib';

const cli = path.join(import.meta.dirname, '..', 'dist', 'cli.js');
const directory = await mkdtemp(path.join(tmpdir(), 'oci-recipes-bench-'));

try {
  const archive = process.argv[2] ?? (await makeArchive(4, 50));
  const pairs = Number(process.argv[3] ?? 5);
  await report(archive, pairs);
} finally {
  await rm(directory, { recursive: true, force: true });
}

async function report(archive, pairs) {
  const times = { ours: [], skopeo: [] };
  const sizes = {};
  for (let pair = 1; pair <= pairs; pair += 1) {
    for (const name of pair % 2 === 0 ? ['skopeo', 'ours'] : ['ours', 'skopeo']) {
      const output = path.join(directory, name);
      times[name].push(timed(name === 'ours' ? ourCommand(archive, output) : skopeoCommand(archive, output)));
      sizes[name] = await checkedBytes(output);
      await rm(output, { recursive: true });
    }
    console.log(
      `pair ${pair}: ours ${times.ours.at(-1).toFixed(2)} s, skopeo ${times.skopeo.at(-1).toFixed(2)} s`,
    );
  }
  const [ours, skopeo] = [median(times.ours), median(times.skopeo)];
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
  console.log(
    `median: ours ${ours.toFixed(2)} s, skopeo ${skopeo.toFixed(2)} s, ratio ${(ours / skopeo).toFixed(2)}`,
  );
  console.log(
    `size: ours ${megabytes(sizes.ours)} MB, skopeo ${megabytes(sizes.skopeo)} MB, ratio ${(sizes.ours / sizes.skopeo).toFixed(3)}`,
  );
}

function ourCommand(archive, output) {
  return [process.execPath, cli, 'convert', archive, '--to', 'launchpad', '--output', output];
}

function skopeoCommand(archive, output) {
  return ['skopeo', '--insecure-policy', 'copy', `docker-archive:${archive}`, `oci:${output}`];
}

function timed([program, ...args]) {
  const start = performance.now();
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return (performance.now() - start) / 1000;
}

/** The bytes of all gzip files below a directory; each is inflated to its end, so that a fast wrong result fails. */
async function checkedBytes(output) {
  let sizeBytes = 0;
  for (const entry of await readdir(output, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && (await isGzip(file))) {
      await inflate(file);
      sizeBytes += (await stat(file)).size;
    }
  }
  return sizeBytes;
}

async function isGzip(file) {
  for await (const chunk of createReadStream(file, { end: 1 })) {
    return chunk[0] === 0x1f && chunk[1] === 0x8b;
  }
  return false;
}

async function inflate(file) {
  let sizeBytes = 0;
  for await (const chunk of createReadStream(file).pipe(createGunzip({ chunkSize: 256 * 1024 }))) {
    sizeBytes += chunk.length;
  }
  return sizeBytes;
}

function median(numbers) {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}

/** A docker archive of the newer layout with layers of so many MiB each. */
async function makeArchive(layers, mebibytes) {
  const folder = path.join(directory, 'image');
  const diffIds = [];
  const text = await readFile(process.argv[1]);
  const root = path.join(folder, 'root');
  execFileSync('mkdir', ['-p', root]);
  for (let index = 0; index < layers; index += 1) {
    const parts = Array.from({ length: mebibytes }, (_, part) => content(text, index * mebibytes + part));
    await writeFile(path.join(root, 'file'), Buffer.concat(parts));
    const layer = path.join(folder, `layer-${index}.tar`);
    execFileSync('tar', ['-C', root, '-cf', layer, 'file']);
    diffIds.push(
      `sha256:${createHash('sha256')
        .update(await readFile(layer))
        .digest('hex')}`,
    );
  }
  return packArchive(folder, diffIds);
}

/** One MiB: half random, half words in a random order. */
function content(text, seed) {
  const words = text.toString().split(/\s+/);
  let state = seed + 1;
  let half = '';
  while (half.length < 512 * 1024) {
    state = (state * 48271) % 2147483647;
    half += `${words[state % words.length]} ${state} `;
  }
  return Buffer.concat([Buffer.from(half.slice(0, 512 * 1024)), randomBytes(512 * 1024)]);
}

async function packArchive(folder, diffIds) {
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: diffIds },
  });
  const configName = `${createHash('sha256').update(config).digest('hex')}.json`;
  const names = diffIds.map((_, index) => `layer-${index}.tar`);
  await writeFile(path.join(folder, configName), config);
  await writeFile(
    path.join(folder, 'manifest.json'),
    JSON.stringify([{ Config: configName, RepoTags: ['bench:1.0'], Layers: names }]),
  );
  const archive = path.join(directory, 'archive.tar');
  execFileSync('tar', ['-C', folder, '-cf', archive, ...names, configName, 'manifest.json']);
  return archive;
}
