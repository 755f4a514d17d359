/** The races: what is to be done, by whom, and how each one's result is checked. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { checkArtifactSet, checkLayout, checkRegistry, checkUnpackedArchive } from './checkOutput.mjs';

const root = path.join(import.meta.dirname, '..');
const cli = path.join(root, 'dist', 'cli.js');

function packages(set) {
  return execFileSync(path.join(root, 'scripts/lab/packages.sh'), [set], { encoding: 'utf8' }).trim();
}

/** Debian 12's own skopeo, and the newest one with the C library it was built for. */
function skopeos() {
  const folder = packages('skopeo');
  const loader = path.join(folder, 'usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2');
  const newest = [loader, '--library-path', path.dirname(loader), path.join(folder, 'usr/bin/skopeo')];
  return { skopeo: ['skopeo'], 'skopeo, newest': newest };
}

const ours = (...args) => [process.execPath, cli, ...args];

/** Ours writes a folder a platform. */
async function checkOurSet(output) {
  const [platform] = await readdir(output);
  return checkArtifactSet(path.join(output, platform));
}

async function checkArchive(output) {
  const folder = `${output}.unpacked`;
  await mkdir(folder);
  execFileSync('tar', ['-xf', output, '-C', folder]);
  return checkUnpackedArchive(folder);
}

function skopeoRunners(from, kind, check) {
  return Object.entries(skopeos()).map(([name, command]) => ({
    name,
    command: (output) => [...command, '--insecure-policy', 'copy', '-q', from, `${kind}:${output}`],
    check,
  }));
}

/** From an archive with plain layers to gzip layers. */
export function rawRace(input) {
  return [
    {
      name: 'ours',
      command: (output) => ours('convert', input.classic, '--to', 'launchpad', '--output', output),
      check: checkOurSet,
    },
    ...skopeoRunners(`docker-archive:${input.classic}`, 'oci', checkLayout),
    pigz(input),
    crane(input),
  ];
}

/** Unpacks the archive and packs each layer with pigz on all cores, then hashes both. */
function pigz(input) {
  const program = path.join(packages('pigz'), 'usr/bin/pigz');
  const script = `set -eu; mkdir "$2"; tar -xf "$1" -C "$2"; cd "$2"; printf '[{' >digests.json; comma=
    set -- $(jq -r '.[0].Layers[]' manifest.json); number=0
    for layer in "$@"; do
      diff=$(sha256sum <"$layer" | cut -d' ' -f1); "$PIGZ_PROGRAM" -6 <"$layer" >"$number.tar.gz"; rm "$layer"
      digest=$(sha256sum <"$number.tar.gz" | cut -d' ' -f1)
      printf '%s"sha256:%s":{"digest":"%s","layer_id":"%s"}' "$comma" "$diff" "$digest" "$number" >>digests.json
      comma=,; number=$((number + 1))
    done; printf '}]' >>digests.json`;
  return {
    name: 'tar, pigz -6, sha256sum',
    command: (output) => ['env', `PIGZ_PROGRAM=${program}`, 'sh', '-c', script, 'sh', input.classic, output],
    check: checkArtifactSet,
  };
}

/** Pushes to a registry that is started for each run. */
function crane(input) {
  const program = path.join(packages('crane'), 'usr/bin/crane');
  let registry;
  let address;
  return {
    name: 'crane push',
    async prepare(output) {
      const port = await freePort();
      address = `127.0.0.1:${port}`;
      registry = startRegistry(output, address);
      await waitFor(`http://${address}/v2/`);
    },
    command: () => [program, 'push', '--insecure', input.classic, `${address}/bench:1`],
    check: (output) => checkRegistry(output, input.diffIds),
    finish: () => registry?.kill(),
  };
}

function startRegistry(folder, address) {
  const environment = {
    ...process.env,
    REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: folder,
    REGISTRY_HTTP_ADDR: address,
    REGISTRY_LOG_LEVEL: 'error',
    OTEL_TRACES_EXPORTER: 'none',
  };
  const config = path.join(import.meta.dirname, 'registry.yml');
  return spawn('docker-registry', ['serve', config], { env: environment, stdio: 'ignore' });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => {
        resolve(port);
      });
    });
  });
}

async function waitFor(url) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if ((await globalThis.fetch(url).catch(() => undefined))?.ok) {
      return;
    }
    await delay(50);
  }
  throw new Error(`Nothing answers at ${url}.`);
}

/** From an archive with gzip layers to a set of them, every content checked by us. */
export function gzipRace(input) {
  return [
    {
      name: 'ours',
      command: (output) => ours('convert', input.containerd, '--to', 'launchpad', '--output', output),
      check: checkOurSet,
    },
    ...skopeoRunners(`docker-archive:${input.containerd}`, 'oci', checkLayout),
  ];
}

/** From an archive with plain layers to one that old engines load. */
export function legacyRace(input) {
  return [
    {
      name: 'ours',
      command: (output) => ours('convert', input.classic, '--to', 'docker-legacy', '--output', output),
      check: checkArchive,
    },
    ...skopeoRunners(`docker-archive:${input.classic}`, 'docker-archive', checkArchive),
  ];
}

/** Reading back what was made: `set` is a folder of artifacts. */
export function verifyRace(set) {
  const script = 'set -e; for file in "$1"/*.tar.gz; do gunzip -c "$file" | sha256sum; done';
  return [
    { name: 'ours', command: () => ours('verify', set), check: () => checkArtifactSet(set) },
    {
      name: 'gunzip | sha256sum',
      command: () => ['sh', '-c', script, 'sh', set],
      check: () => checkArtifactSet(set),
    },
  ];
}

/** What a Launchpad builder does itself; only for small images, it takes a second a megabyte. */
export function builderRace(input) {
  return [
    ...rawRace(input).slice(0, 1),
    {
      name: "Launchpad's builder",
      command: (output) => [
        'python3',
        path.join(import.meta.dirname, 'bytewiseGzip.py'),
        input.classic,
        output,
      ],
      check: checkArtifactSet,
    },
  ];
}
