import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { imageBlobs, indexBlobs, layoutMembers } from '../support/archiveImage.js';
import { tarOf } from '../support/archiveTar.js';
import { bundleCli } from '../support/bundledCli.js';
import { expectGolden } from '../support/golden.js';
import { runProgram } from '../support/programRun.js';
import type { ProgramRun } from '../support/programRun.js';

let folder: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-recipe-cli-'));
  program = await bundleCli(join(folder, 'package'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Makes a folder with files and runs the program in it; git looks no further up. */
async function run(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProgramRun & { readonly cwd: string }> {
  const cwd = await mkdtemp(join(folder, 'case-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(cwd, name, '..'), { recursive: true });
    await writeFile(join(cwd, name), text);
  }
  const result = await runProgram(program, args, {
    cwd,
    env: { GIT_CEILING_DIRECTORIES: folder, ...env },
  });
  return { ...result, cwd };
}

const good = { Dockerfile: 'FROM ubuntu:24.04\nCOPY app.sh /\n', 'app.sh': 'true\n' };
const broken = { Dockerfile: 'FROM ubuntu:24.04\nCOPY app.sh /\nRUNN make\n' };

test('the version is that of the package', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const { exitCode, stdout } = await run({}, ['--version']);
  expect([exitCode, stdout]).toEqual([0, `oci-recipe ${version}\n`]);
});

test('a mistyped option is exit code 2, a suggestion on stderr and nothing on stdout', async () => {
  const { exitCode, stdout, stderr } = await run(good, ['build', '--platfrom', 'arm64']);
  expect([exitCode, stdout, stderr]).toEqual([
    2,
    '',
    'oci-recipe: There is no option --platfrom; did you mean --platform?\n',
  ]);
});

test('a good recipe is exit code 0', async () => {
  const { exitCode, stdout } = await run(good, ['check', '--launchpad', 'never']);
  expect([exitCode, stdout.endsWith('no errors, no warnings\n')]).toEqual([0, true]);
});

test('findings of severity error are exit code 1', async () => {
  const { exitCode, stdout } = await run(broken, ['check', '--launchpad', 'never']);
  expectGolden('cli/checkBroken.txt', stdout.replace(/^case-\w+: /m, 'NAME: '));
  expect(exitCode).toBe(1);
});

test('the JSON of a check counts from 1, has absolute paths and nothing beside it on stdout', async () => {
  const { cwd, exitCode, stdout } = await run(broken, ['check', '--format=json', '--launchpad=never']);
  const report = JSON.parse(stdout) as { findings: { line: number; column: number; file: string }[] };
  const places = report.findings.map(({ file, line, column }) => [file, line, column]);
  expect([exitCode, places]).toEqual([
    1,
    [
      [join(cwd, 'Dockerfile'), 2, 6],
      [join(cwd, 'Dockerfile'), 3, 1],
    ],
  ]);
});

test('what git cannot say is said, and why', async () => {
  const noGit = await run(good, ['check', '--format=json'], { PATH: '' });
  const noRepository = await run(good, ['check', '--format=json']);
  const notes = [noGit, noRepository].map(
    ({ stdout }) => (JSON.parse(stdout) as { notes: readonly string[] }).notes,
  );
  expect(notes).toEqual([
    [expect.stringMatching(/^Branch and tracked files were not checked: The git program was not found/)],
    [expect.stringMatching(/^Branch and tracked files were not checked: .* is not in a git repository/)],
  ]);
});

test('a name given by --branch is judged although the recipe file cannot be read', async () => {
  const files = { 'oci-recipe.yaml': 'target: []\n' };
  const { exitCode, stdout } = await run(files, ['check', '--branch=main', '--format=json']);
  const { findings } = JSON.parse(stdout) as { findings: { rule: string }[] };
  expect([exitCode, findings.map(({ rule }) => rule).toSorted()]).toEqual([
    1,
    ['LaunchpadBranchName', 'RecipeValue'],
  ]);
});

test.each([
  ['v1.0-24.04', 0, []],
  ['refs/heads/v1.0-24.04', 0, []],
  ['main', 1, ['LaunchpadBranchName']],
])('--branch %s is judged without git and without a recipe', async (name, code, rules) => {
  const { exitCode, stdout } = await run({}, ['check', '--branch', name, '--format', 'json'], { PATH: '' });
  const report = JSON.parse(stdout) as { findings: { rule: string }[] };
  expect([exitCode, report.findings.map(({ rule }) => rule)]).toEqual([code, rules]);
});

test.each([
  ['check', ['check']],
  ['build', ['build']],
  ['recipe', ['recipe']],
])('%s of a folder without a recipe is exit code 2 and says what it looked for', async (_name, args) => {
  const { exitCode, stderr } = await run({ 'README.md': '' }, args);
  expect([exitCode, stderr]).toEqual([
    2,
    'oci-recipe: There is no recipe in this folder: no oci-recipe.yaml, no docker-bake file, no Dockerfile or Containerfile.\n',
  ]);
});

test('a path that is not there is exit code 2, and a JSON document for programs', async () => {
  const { exitCode, stdout } = await run({}, ['check', 'nowhere', '--format', 'json']);
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([
    2,
    { ok: false, findings: [], problems: [{ code: 'file-not-found' }] },
  ]);
});

test('a misspelt key of the recipe file is said at its place, and nothing is built', async () => {
  const yaml = 'target:\n  web:\n    context: .\n    platfroms: [linux/amd64]\n';
  const { exitCode, stdout } = await run({ ...good, 'oci-recipe.yaml': yaml }, ['build']);
  expectGolden('cli/buildMisspelt.txt', stdout);
  expect(exitCode).toBe(1);
});

test('of several recipes the one that bake would build is taken', async () => {
  const yaml =
    'group:\n  default: { targets: [web] }\ntarget:\n  lib: { context: . }\n  web: { context: . }\n';
  const files = { ...good, 'oci-recipe.yaml': yaml };
  const { stdout } = await run(files, ['build', '--builder', 'nowhere', '--format', 'json']);
  expect(JSON.parse(stdout)).toMatchObject({ recipe: 'web' });
});

test('several recipes want a choice', async () => {
  const { exitCode, stderr } = await run(
    { 'a.Dockerfile': 'FROM scratch\n', 'b.Dockerfile': 'FROM scratch\n' },
    ['build'],
  );
  expect([exitCode, stderr]).toEqual([
    2,
    'oci-recipe: Several recipes were found: a, b. Choose with --recipe NAME, or build all of them with --all.\n',
  ]);
});

test('a recipe is printed as bake JSON', async () => {
  const yaml = 'target:\n  web:\n    context: app\n    platforms: [linux/amd64, linux/arm64]\n';
  const { exitCode, stdout } = await run({ 'oci-recipe.yaml': yaml }, ['recipe', '--print']);
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([
    0,
    { target: { web: { context: 'app', platforms: ['linux/amd64', 'linux/arm64'] } } },
  ]);
});

test('without docker a build is exit code 1, and a problem that says the way out', async () => {
  const { exitCode, stdout } = await run(good, ['build', '--format', 'json', '--progress', 'quiet'], {
    PATH: '',
  });
  const report = JSON.parse(stdout) as { ok: boolean; images: unknown[]; problems: { code: string }[] };
  expect([exitCode, report.ok, report.images, report.problems.map(({ code }) => code)]).toEqual([
    1,
    false,
    [],
    ['client-absent'],
  ]);
});

test('an archive becomes artifacts, and these verify', async () => {
  const cwd = await archiveFolder();
  const converted = await runProgram(
    program,
    ['convert', 'image.tar', '--to', 'launchpad', '--output', 'out', '--format', 'json'],
    { cwd },
  );
  const verified = await runProgram(program, ['verify', 'out', '--format', 'json'], { cwd });
  const images = [converted, verified].map(
    ({ stdout }) => (JSON.parse(stdout) as { images: { platform: string; directory: string }[] }).images,
  );
  const expected = ['amd64', 'arm64'].map((name) => [`linux/${name}`, join(cwd, 'out', name)]);
  expect([converted.exitCode, verified.exitCode]).toEqual([0, 0]);
  expect(images.map((list) => list.map(({ platform, directory }) => [platform, directory]))).toEqual([
    expected,
    expected,
  ]);
});

test('an output that is there is not replaced unless that is wished', async () => {
  const cwd = await archiveFolder();
  const convert = ['convert', 'image.tar', '--output', 'out'];
  const runs = [];
  for (const args of [convert, convert, [...convert, '--force']]) {
    runs.push((await runProgram(program, args, { cwd })).exitCode);
  }
  expect(runs).toEqual([0, 2, 0]);
});

test('a changed layer is exit code 1', async () => {
  const cwd = await archiveFolder();
  await runProgram(program, ['convert', 'image.tar', '--output', 'out'], { cwd });
  const digests = join(cwd, 'out', 'arm64', 'digests.json');
  await writeFile(digests, (await readFile(digests, 'utf8')).replace(/"digest": "./, '"digest": "x'));
  const { exitCode } = await runProgram(program, ['verify', 'out'], { cwd });
  expect(exitCode).toBe(1);
});

test.each([
  ['convert', ['convert', 'image.tar', '--output', 'out']],
  ['verify', ['verify', '.']],
])('%s of what cannot be read is exit code 2', async (_name, args) => {
  const { exitCode } = await run({ 'image.tar': 'this is no archive' }, args);
  expect(exitCode).toBe(2);
});

test('a reader that closes its end early gets what it wanted, without a complaint', async () => {
  // Why: more than a pipe holds, so that the program meets the closed end while it writes.
  const Dockerfile = `FROM ubuntu\n${'COPY nothing /\n'.repeat(3000)}`;
  const { cwd } = await run({ Dockerfile }, ['--version']);
  const line = `'${process.execPath}' '${program}' check --launchpad never 2>stderr.txt | head -n 1`;
  const { stdout } = await promisify(execFile)('sh', ['-c', line], { cwd });
  expect([stdout.split('\n').length, await readFile(join(cwd, 'stderr.txt'), 'utf8')]).toEqual([2, '']);
});

test('the first interrupt ends a build politely with exit code 130 and removes what it made', async () => {
  const { cwd } = await run({ ...good, 'bin/docker': hangingDocker }, ['--version']);
  await chmod(join(cwd, 'bin', 'docker'), 0o755);
  const result = await runProgram(program, ['build', '--progress', 'plain', '--platform', 'linux/amd64'], {
    cwd,
    env: {
      PATH: `${join(cwd, 'bin')}:${process.env['PATH'] ?? ''}`,
      TMPDIR: cwd,
      GIT_CEILING_DIRECTORIES: folder,
    },
    onStderr: interruptOnce('-- building'),
  });
  const files = (await readdir(cwd)).sort();
  expect([result.exitCode, result.stdout.includes('cancelled'), files]).toEqual([
    130,
    true,
    ['Dockerfile', 'app.sh', 'bin'],
  ]);
});

/** Sends an interrupt when the text is there. */
function interruptOnce(awaited: string): NonNullable<Parameters<typeof runProgram>[2]['onStderr']> {
  let isSent = false;
  return (text, child) => {
    if (!isSent && text.includes(awaited)) {
      isSent = true;
      child.kill('SIGINT');
    }
  };
}

// Why: only the real docker takes long; this one answers what is asked before a build, and then waits.
const hangingDocker = `#!/bin/sh
case "$*" in
  "version "*) echo '{"Client":{"Version":"28.5.2"},"Server":{"Version":"28.5.2","Os":"linux","Arch":"amd64"}}' ;;
  "buildx version") echo "github.com/docker/buildx v0.29.1 abc" ;;
  "buildx inspect"*) printf 'Name:   default\\nDriver: docker\\n\\nNodes:\\nName:             default\\nEndpoint:         default\\nStatus:           running\\nPlatforms:        linux/amd64\\nLabels:\\n org.mobyproject.buildkit.worker.snapshotter: overlayfs\\n' ;;
  *--help) echo ;;
  *) sleep 60 ;;
esac
`;

async function archiveFolder(): Promise<string> {
  const cwd = await mkdtemp(join(folder, 'archive-'));
  const images = ['amd64', 'arm64'].map((architecture) =>
    imageBlobs(
      { os: 'linux', architecture, tag: 'x:1', layers: [Buffer.alloc(10_240, architecture)] },
      'gzip',
    ),
  );
  await writeFile(join(cwd, 'image.tar'), await tarOf(layoutMembers([indexBlobs(images)])));
  return cwd;
}
