import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

import { bundleCli } from '../../support/bundledCli.js';
import { hexOf, legacyMembers } from '../../support/archiveImage.js';
import type { SampleImage } from '../../support/archiveImage.js';
import { temporaryDirectory, writeFolder, writeTar } from '../../support/archiveFiles.js';
import { readImageFacts } from '../../support/imageFacts.js';
import { createDice } from '../../support/mutation.js';
import { runProgram } from '../../support/programRun.js';

const run = promisify(execFile);
let program: string;
let folder: string;

beforeAll(async () => {
  folder = path.join('/tmp', `oci-recipes-robustness-${process.pid}`);
  program = await bundleCli(path.join(folder, 'package'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A layer that does not shrink, so that writing it takes a while. */
function noise(sizeBytes: number): Buffer {
  const dice = createDice(5);
  return Buffer.from(Uint32Array.from({ length: sizeBytes / 4 }, () => dice(2 ** 32)).buffer);
}

const image: SampleImage = {
  os: 'linux',
  architecture: 'amd64',
  tag: 'app:1.0',
  layers: [noise(24 * 1024 * 1024), noise(8 * 1024 * 1024)],
};

function convert(cwd: string, ...args: readonly string[]): ReturnType<typeof runProgram> {
  return runProgram(program, ['convert', ...args], { cwd });
}

/** Waits until something of an output stands beside its place; fails when the program ended before. */
async function whileWriting(directory: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const names = await readdir(directory);
    if (names.some((name) => name.startsWith('.out'))) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('The program ended too early for this test.');
}

test.each(['oci-tar', 'oci', 'launchpad'])(
  'what kill -9 leaves of %s is gone after the next run',
  async (format) => {
    const directory = await temporaryDirectory();
    const input = await writeTar(await temporaryDirectory(), legacyMembers([image]));
    const gzip = format === 'launchpad' ? [] : ['--compression', 'gzip'];
    const args = ['convert', input, '--to', format, ...gzip, '--level', '9', '--output', 'out'];
    const child = spawn(process.execPath, [program, ...args], { cwd: directory, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await whileWriting(directory, child);
    child.kill('SIGKILL');
    await ended;
    expect(await readdir(directory)).toEqual([expect.stringMatching(/^\.out\.oci-recipe-\d+-/)]);
    const again = await convert(directory, input, '--to', format, '--output', 'out');
    expect([again.exitCode, await readdir(directory)]).toEqual([0, ['out']]);
  },
);

test('a reader that goes away ends the run with a code, and leaves nothing', async () => {
  const input = await writeTar(await temporaryDirectory(), legacyMembers([image]));
  const temporary = await temporaryDirectory();
  const script = `"$0" "$1" convert "$2" --to oci-tar --compression gzip --output - | head -c 1000 >/dev/null; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = await run('bash', ['-c', script, process.execPath, program, input], {
    env: { ...process.env, TMPDIR: temporary },
  });
  expect([stdout.trim(), await readdir(temporary)]).toEqual(['2', []]);
  expect(stderr).toContain('Cannot write to standard output');
});

test('a pipe in and a pipe out give the bytes of files', async () => {
  const directory = await temporaryDirectory();
  const temporary = await temporaryDirectory();
  const input = await writeTar(directory, legacyMembers([image]));
  const options = '--to docker --compression gzip';
  const script = `cat archive.tar | "$0" "$1" convert - ${options} -o - >piped.tar 2>report.txt && "$0" "$1" convert - ${options} -o file.tar <archive.tar >redirected.txt`;
  await run('bash', ['-c', script, process.execPath, program], {
    cwd: directory,
    env: { ...process.env, TMPDIR: temporary },
  });
  const read = (name: string): Promise<Buffer> => readFile(path.join(directory, name));
  expect(hexOf(await read('piped.tar'))).toBe(hexOf(await read('file.tar')));
  expect([await readdir(temporary), (await read('report.txt')).toString()]).toEqual([
    [],
    expect.stringContaining('1 image converted'),
  ]);
  // Why: a file that is redirected is read in its place.
  expect((await read('redirected.txt')).toString()).not.toContain('temporary file');
  const [facts] = await readImageFacts(path.join(directory, 'piped.tar'));
  expect(facts?.diffIds).toEqual((await readImageFacts(input))[0]?.diffIds);
});

test('a disk that is too small is refused with a code, and left as it was', async () => {
  const directory = await temporaryDirectory();
  const input = await writeTar(await temporaryDirectory(), legacyMembers([image]));
  await run('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', directory]);
  onTestFinished(async () => {
    await run('umount', ['--lazy', directory]);
  });
  for (const format of ['oci-tar', 'oci', 'docker-legacy']) {
    const { exitCode, stderr } = await convert(directory, input, '--to', format, '--output', 'out');
    expect([exitCode, await readdir(directory)]).toEqual([2, []]);
    expect(stderr).toMatch(/output-no-space|disk-full/);
  }
  // Why gzip: it is expected to take less than it does, so the disk fills up meanwhile.
  const { exitCode } = await convert(directory, input, '--to', 'launchpad', '--output', 'out');
  expect([exitCode, await readdir(directory)]).toEqual([2, []]);
});

test('an input that vanishes ends the run with a code, and leaves nothing', async () => {
  const directory = await temporaryDirectory();
  // Why so many: what is open already can be read to its end.
  const small = Array.from({ length: 60 }, (_, index) => noise(4096 + 512 * index));
  const members = legacyMembers([{ ...image, layers: [...image.layers, ...small] }]);
  const layout = await writeFolder(
    await temporaryDirectory(),
    members.filter(({ type }) => type === undefined),
  );
  const args = ['convert', layout, '--to', 'launchpad', '--level', '9', '--output', 'out'];
  const child = spawn(process.execPath, [program, ...args], { cwd: directory, stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await whileWriting(directory, child);
  await rm(layout, { recursive: true });
  expect([await ended, await readdir(directory)]).toEqual([2, []]);
});

test('a stream that is cut off ends the run with a code, and leaves nothing', async () => {
  const directory = await temporaryDirectory();
  const input = await writeTar(await temporaryDirectory(), legacyMembers([image]));
  const size = (await stat(input)).size;
  await mkdir(path.join(directory, 'place'));
  const child = spawn(
    process.execPath,
    [program, 'convert', '-', '--to', 'oci', '--output', path.join(directory, 'place', 'out')],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  createReadStream(input, { end: Math.floor(size / 2) }).pipe(child.stdin);
  const exitCode = await new Promise((resolve) => child.once('close', resolve));
  expect([exitCode, await readdir(path.join(directory, 'place'))]).toEqual([2, []]);
  expect(text).toContain('archive-truncated');
});

test.each([
  ['of a form that is not read', 'BZh91AY&SY '.repeat(100)],
  ['that is no archive', 'this is no archive '.repeat(100)],
])('a stream %s ends the run, though its writer waits', async (_, start) => {
  const child = spawn(process.execPath, [program, 'convert', '-', '--to', 'oci', '--output', 'out'], {
    cwd: await temporaryDirectory(),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.on('error', () => undefined).write(start);
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(2);
});

test('a stream that never comes can be cancelled', async () => {
  const directory = await temporaryDirectory();
  const child = spawn(process.execPath, [program, 'convert', '-', '--to', 'oci', '--output', 'out'], {
    cwd: directory,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await whileWriting(directory, child);
  child.kill('SIGINT');
  expect([await ended, await readdir(directory)]).toEqual([130, []]);
});

test('a reader that never reads can be cancelled', async () => {
  const input = await writeTar(await temporaryDirectory(), legacyMembers([image]));
  const temporary = await temporaryDirectory();
  const args = ['convert', input, '--to', 'oci-tar', '--compression', 'none', '--output', '-'];
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: temporary },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  // Why the first byte: the layers behind it are more than any pipe takes.
  await new Promise((resolve) => child.stdout.once('readable', resolve));
  child.kill('SIGINT');
  expect([await ended, await readdir(temporary)]).toEqual([130, []]);
  expect(text).toContain('Cancelled.');
  child.stdout.destroy();
});

test('what is there is not replaced unasked, and as a whole when asked', async () => {
  const directory = await temporaryDirectory();
  const input = await writeTar(await temporaryDirectory(), legacyMembers([image]));
  await writeFile(path.join(directory, 'out'), '');
  const refused = await convert(directory, input, '--to', 'oci-tar', '--output', 'out');
  expect([refused.exitCode, (await stat(path.join(directory, 'out'))).size]).toEqual([2, 0]);
  const forced = await convert(directory, input, '--to', 'oci-tar', '--output', 'out', '--force');
  expect([forced.exitCode, await readdir(directory)]).toEqual([0, ['out']]);
  expect((await readImageFacts(path.join(directory, 'out'))).length).toBe(1);
});
