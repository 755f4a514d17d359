import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);
const maxBuffer = 64 * 1024 * 1024;
const packages = path.join(import.meta.dirname, '..', '..', '..', 'scripts', 'lab', 'packages.sh');

/** Runs a program to its end; gives what it wrote to standard output. */
export async function tool(program: string, ...args: readonly string[]): Promise<string> {
  return (await run(program, args, { maxBuffer })).stdout.trim();
}

/** skopeo, for images of linux/amd64 and registries without TLS. */
export function skopeo(...args: readonly string[]): Promise<string> {
  return tool('skopeo', '--insecure-policy', '--override-arch', 'amd64', ...args);
}

/** crane, from the lab's packages. */
export function crane(...args: readonly string[]): Promise<string> {
  const root = execFileSync(packages, ['crane'], { encoding: 'utf8' }).trim();
  return tool(path.join(root, 'usr', 'bin', 'crane'), ...args);
}

/** podman or buildah with a store of its own, which goes when the test is over. */
export async function withOwnStore(
  program: 'podman' | 'buildah',
): Promise<(...args: readonly string[]) => Promise<string>> {
  const store = await mkdtemp(path.join(tmpdir(), 'oci-recipes-store-'));
  onTestFinished(() => rm(store, { recursive: true, force: true }));
  const own = ['--root', path.join(store, 'root'), '--runroot', path.join(store, 'run')];
  return (...args) => tool(program, ...own, '--storage-driver', 'vfs', ...args);
}

/** Of the package of the same name. */
const registryProgram = 'docker-registry';

/** A real registry on the loopback, gone when the test is over; gives its name. */
export async function startRegistry(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'oci-recipes-registry-'));
  const port = await freePort();
  const file = path.join(directory, 'registry.yml');
  await writeFile(
    file,
    `version: 0.1\nstorage: {filesystem: {rootdirectory: ${directory}/data}}\nhttp: {addr: "127.0.0.1:${port}"}\n`,
  );
  const registry = spawn(registryProgram, ['serve', file], { stdio: 'ignore' });
  onTestFinished(async () => {
    registry.kill();
    await rm(directory, { recursive: true, force: true });
  });
  await answers(`http://127.0.0.1:${port}/v2/`);
  return `localhost:${port}`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok === true) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
}

/** The diff_ids of an image as skopeo finds them. */
export async function diffIdsBySkopeo(image: string): Promise<readonly string[]> {
  const config = JSON.parse(await skopeo('inspect', '--config', image)) as {
    readonly rootfs: { readonly diff_ids: readonly string[] };
  };
  return config.rootfs.diff_ids;
}

/** The text of a file below a folder. */
export function readBelow(folder: string, ...names: readonly string[]): Promise<string> {
  return readFile(path.join(folder, ...names), 'utf8');
}
