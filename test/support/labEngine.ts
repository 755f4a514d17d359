import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Host } from '../../src/core/host/host.js';
import { createTestHost } from './testHost.js';
import { createNodeProcesses } from '../../src/core/host/nodeProcesses.js';

const lab = path.join(import.meta.dirname, '..', '..', 'scripts', 'lab');

/** A host whose programs reach the real engine of this name (see scripts/lab/engine.sh), started if need be. */
export function labHost(engine: string, more: Readonly<Record<string, string>> = {}): Host {
  script('engine.sh', 'start', engine);
  const environment = { ...process.env, ...engineEnvironment(engine), ...more };
  const host = createTestHost();
  const system = { ...host.system, environment };
  return { ...host, system, processes: createNodeProcesses(system) };
}

/** The variables that select an engine. */
export function engineEnvironment(engine: string): Readonly<Record<string, string>> {
  const lines = script('engine.sh', 'run', engine, 'env').split('\n');
  const names = ['DOCKER_HOST', 'DOCKER_CONFIG', 'BUILDX_CONFIG', 'BUILDX_BUILDER', 'PATH'];
  const entries = lines.map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1)] as const;
  });
  return Object.fromEntries(entries.filter(([name]) => names.includes(name)));
}

/** Named contexts that put the lab's base image for amd64 and arm64 in the place of `reference`. */
export function labBase(reference: string): Readonly<Record<string, string>> {
  const context = script('bases.sh', 'context', reference).trim();
  const at = context.indexOf('=');
  return { [context.slice(0, at)]: context.slice(at + 1) };
}

/** The file system of the lab's base image for one architecture, as a tar. */
export function labRootfs(architecture: 'amd64' | 'arm64'): Buffer {
  const archive = path.join(path.dirname(script('bases.sh').trim()), `${architecture}.tar`);
  const read = (name: string): Buffer =>
    execFileSync('tar', ['-xOf', archive, name], { maxBuffer: 64 * 1024 * 1024 });
  const [manifest] = JSON.parse(read('manifest.json').toString()) as { readonly Layers: readonly string[] }[];
  return read(manifest?.Layers[0] ?? '');
}

function script(name: string, ...args: readonly string[]): string {
  return execFileSync(path.join(lab, name), args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 240_000,
  });
}
