import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainBuilder } from '../../../src/core/build/preflight.js';
import { inspectBuilder } from '../../../src/core/build/inspectBuilder.js';
import type { Host } from '../../../src/core/host/host.js';
import { parsePlatform } from '../../../src/core/platform/platform.js';
import { engineEnvironment, labHost } from '../../support/labEngine.js';
import { build, sampleRecipe } from './buildRecipe.js';

const servers: Server[] = [];
let host: Host;

/** Makes the BuildKit inside an engine the endpoint of buildx's remote driver. */
async function serveBuildkit(engine: string, socket: string): Promise<void> {
  const env = { ...process.env, ...engineEnvironment(engine) };
  const server = createServer((connection) => {
    const dial = spawn('docker', ['buildx', '--builder', 'default', 'dial-stdio'], {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    connection.pipe(dial.stdin);
    dial.stdout.pipe(connection);
    connection.on('close', () => dial.kill()).on('error', () => dial.kill());
    dial.stdin.on('error', () => connection.destroy());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
}

async function docker(...args: readonly string[]): Promise<void> {
  const completed = await host.processes.run({ program: 'docker', args });
  expect(completed).toMatchObject({ exitCode: 0 });
}

beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'farm-'));
  host = labHost('docker28', { BUILDX_CONFIG: path.join(folder, 'buildx') });
  const sockets = [path.join(folder, '1.sock'), path.join(folder, '2.sock')] as const;
  await serveBuildkit('docker28', sockets[0]);
  await serveBuildkit('docker28', sockets[1]);
  const create = ['buildx', 'create', '--name', 'farm'];
  await docker(...create, '--driver', 'remote', '--platform', 'linux/amd64', `unix://${sockets[0]}`);
  await docker(...create, '--append', '--platform', 'linux/arm64', `unix://${sockets[1]}`);
});

afterAll(() => {
  for (const server of servers) {
    server.close();
  }
});

test('a builder of two nodes builds each platform by itself, and says why', async () => {
  const { plan, status, files } = await build(host, sampleRecipe(), { choices: { builder: 'farm' } });
  expect({ failure: status.failure, state: status.state, strategy: plan.strategy, files }).toEqual({
    failure: undefined,
    state: 'succeeded',
    strategy: 'oci',
    files: [
      'linux-amd64.metadata.json',
      'linux-amd64.oci.tar',
      'linux-arm64.metadata.json',
      'linux-arm64.oci.tar',
    ],
  });
  const facts = await inspectBuilder(host, { builder: 'farm' });
  expect(explainBuilder(facts, ['amd64', 'arm64'].map(parsePlatform))).toEqual([
    expect.stringContaining('each platform is built and exported by itself'),
  ]);
});
