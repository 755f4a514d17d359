/** Inflates and hashes what a program wrote: a fast encoder that is wrong has perfect sizes. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { createGunzip } from 'node:zlib';

const chunkBytes = 256 * 1024;

async function hashOf(stream) {
  const hash = createHash('sha256');
  for await (const chunk of stream) {
    hash.update(chunk);
  }
  return `sha256:${hash.digest('hex')}`;
}

function read(file) {
  return createReadStream(file, { highWaterMark: chunkBytes });
}

/** Bytes of a gzip file whose own and whose content's digest are right. */
async function checkedGzip(file, digest, diffId) {
  const stored = await hashOf(read(file));
  const content = await hashOf(read(file).pipe(createGunzip({ chunkSize: chunkBytes })));
  if (stored !== digest || content !== diffId) {
    throw new Error(`${file} should be ${digest} with ${diffId}, but is ${stored} with ${content}.`);
  }
  return (await stat(file)).size;
}

async function readJson(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** The layer bytes of a folder whose digests.json names `<layer_id>.tar.gz` files. */
export async function checkArtifactSet(folder) {
  let bytes = 0;
  for (const section of await readJson(path.join(folder, 'digests.json'))) {
    for (const [diffId, { digest, layer_id }] of Object.entries(section)) {
      bytes += await checkedGzip(path.join(folder, `${layer_id}.tar.gz`), `sha256:${digest}`, diffId);
    }
  }
  return nonZero(bytes, folder);
}

/** The layer bytes of an OCI layout with one image. */
export async function checkLayout(folder) {
  const blob = (digest) => path.join(folder, 'blobs', ...digest.split(':'));
  const index = await readJson(path.join(folder, 'index.json'));
  const manifest = await readJson(blob(index.manifests[0].digest));
  const config = await readJson(blob(manifest.config.digest));
  let bytes = 0;
  for (const [number, { digest }] of manifest.layers.entries()) {
    bytes += await checkedGzip(blob(digest), digest, config.rootfs.diff_ids[number]);
  }
  return nonZero(bytes, folder);
}

/** The layer bytes in a registry's storage that holds nothing else. */
export async function checkRegistry(folder, diffIds) {
  const found = new Set();
  let bytes = 0;
  const blobs = path.join(folder, 'docker/registry/v2/blobs/sha256');
  for (const entry of await readdir(blobs, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && (await isGzip(file))) {
      const digest = `sha256:${path.basename(path.dirname(file))}`;
      const content = await hashOf(read(file).pipe(createGunzip({ chunkSize: chunkBytes })));
      bytes += await checkedGzip(file, digest, content);
      found.add(content);
    }
  }
  if (diffIds.some((diffId) => !found.has(diffId))) {
    throw new Error(`${folder} lacks a layer.`);
  }
  return bytes;
}

async function isGzip(file) {
  for await (const chunk of createReadStream(file, { end: 1 })) {
    return chunk[0] === 0x1f && chunk[1] === 0x8b;
  }
  return false;
}

/** The layer bytes of a docker archive that was unpacked into a folder. */
export async function checkUnpackedArchive(folder) {
  const [{ Config, Layers }] = await readJson(path.join(folder, 'manifest.json'));
  const config = await readJson(path.join(folder, Config));
  let bytes = 0;
  for (const [number, name] of Layers.entries()) {
    const file = path.join(folder, name);
    const content = await hashOf(read(file));
    if (content !== config.rootfs.diff_ids[number]) {
      throw new Error(`${file} should be ${config.rootfs.diff_ids[number]}, but is ${content}.`);
    }
    bytes += (await stat(file)).size;
  }
  return nonZero(bytes, folder);
}

function nonZero(bytes, folder) {
  if (bytes === 0) {
    throw new Error(`${folder} holds no layer.`);
  }
  return bytes;
}
