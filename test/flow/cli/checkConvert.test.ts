import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { engineEnvironment } from '../../support/labEngine.js';
import { runProgram } from '../../support/programRun.js';
import { program, sampleFolder } from './sampleFolder.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-recipe-flow-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('the sample on its branch has no errors', async () => {
  const cwd = await sampleFolder('v1.0-24.04');
  const { exitCode, stdout } = await runProgram(program, ['check'], { cwd });
  expect([exitCode, stdout.includes('a push gets the tag v1.0-24.04_edge')]).toEqual([0, true]);
});

test('the sample on another branch is refused, because it is meant for Launchpad', async () => {
  const cwd = await sampleFolder('main');
  const { exitCode, stdout } = await runProgram(program, ['check', '--format', 'json'], { cwd });
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; severity: string }[] };
  const errors = findings.filter(({ severity }) => severity === 'error');
  expect([exitCode, errors.map(({ rule }) => rule)]).toEqual([1, ['LaunchpadBranchName']]);
});

test('a file that git does not track is an error, because Launchpad would not have it', async () => {
  const cwd = await sampleFolder('v1.0-24.04');
  execFileSync('git', ['rm', '--quiet', '--cached', 'make-page.sh'], { cwd });
  const { exitCode, stdout } = await runProgram(program, ['check', '--format', 'json'], { cwd });
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; file: string; line: number }[] };
  const untracked = findings.filter(({ rule }) => rule === 'UntrackedSource');
  const lines = (await readFile(join(cwd, 'Dockerfile'), 'utf8')).split('\n');
  const copied = lines.findIndex((line) => line.startsWith('COPY make-page.sh')) + 1;
  expect([exitCode, untracked.map(({ file, line }) => [file, line])]).toEqual([
    1,
    [[join(cwd, 'Dockerfile'), copied]],
  ]);
});

test.each([
  ['docker20', ['linux/amd64']],
  ['docker26', ['linux/amd64']],
  ['docker26c', ['linux/amd64', 'linux/arm64']],
])('what %s saves becomes artifacts that verify', async (engine, platforms) => {
  const env = engineEnvironment(engine);
  const archive = join(folder, `${engine}.tar`);
  execFileSync('docker', ['save', '--output', archive, 'ubuntu:24.04'], { env: { ...process.env, ...env } });
  const output = join(folder, engine);
  const convert = ['convert', archive, '--to', 'launchpad', '--output', output, '--format', 'json'];
  const runs = [
    await runProgram(program, convert, { cwd: folder }),
    await runProgram(program, ['verify', output, '--format', 'json'], { cwd: folder }),
  ];
  const seen = runs.map(({ exitCode, stdout }) => {
    const { ok, images } = JSON.parse(stdout) as { ok: boolean; images: { platform: string }[] };
    return [exitCode, ok, images.map(({ platform }) => platform)];
  });
  expect(seen).toEqual([
    [0, true, platforms],
    [0, true, platforms],
  ]);
});
