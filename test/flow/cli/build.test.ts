import { readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

import { engineEnvironment, labRootfs } from '../../support/labEngine.js';
import { runProgram } from '../../support/programRun.js';
import {
  baseOptions,
  dockerfileFolder,
  emptyFolder,
  processesNaming,
  program,
  runOn,
  sampleFolder,
} from './sampleFolder.js';

/** The JSON of a build, as far as the tests look at it. */
interface BuildJson {
  readonly ok: boolean;
  readonly outcome: string;
  readonly images: readonly {
    readonly platform: string;
    readonly manifestDigest: string;
    readonly configDigest: string;
    readonly layers: readonly { readonly digest: string; readonly file: string }[];
    readonly directory: string;
  }[];
  readonly problems: readonly object[];
}

const brokenDockerfile = `FROM ubuntu:24.04
RUN echo fine

RUN echo about to fail && \\
    uname -m && [ "$(uname -m)" != aarch64 ] || exit 3
`;

const rootfsDockerfile = `FROM scratch
ARG TARGETARCH
ADD rootfs-\${TARGETARCH}.tar /
RUN uname -m
`;

const twoTargets = `target:
  base: { dockerfile: base.Dockerfile, platforms: [linux/amd64, linux/arm64] }
  app: { contexts: { thebase: 'target:base' }, platforms: [linux/amd64, linux/arm64] }
`;

const slowDockerfile = `FROM ubuntu:24.04
RUN echo begin && sleep 120
`;

test('the sample becomes verified artifacts for both platforms, from check to report', async () => {
  const cwd = await sampleFolder('v1.0-24.04');
  const build = ['build', '--no-cache', '--format', 'json', '--output', '../out', ...baseOptions()];
  const { exitCode, stdout, stderr } = await runOn('docker28', build, { cwd });
  const report = JSON.parse(stdout) as BuildJson;
  const out = join(dirname(cwd), 'out');
  expect([exitCode, report.ok, report.problems]).toEqual([0, true, []]);
  expect(report.images.map(({ platform, directory }) => [platform, directory])).toEqual([
    ['linux/amd64', join(out, 'amd64')],
    ['linux/arm64', join(out, 'arm64')],
  ]);
  expect(stderr).toMatch(/^linux\/arm64 \[build \d\/\d\] \| making the page on aarch64$/m);
  expect((await readdir(dirname(cwd))).sort()).toEqual(['greeting', 'out']);
});

test('what was built reads back as the very same images', async () => {
  const cwd = await sampleFolder('v1.0-24.04');
  const built = await runOn('docker28', ['build', '--format=json', '--progress=quiet', ...baseOptions()], {
    cwd,
  });
  const verified = await runProgram(program, ['verify', 'oci-artifacts/greeting', '--format=json'], { cwd });
  const [before, after] = [built, verified].map(({ stdout }) =>
    (JSON.parse(stdout) as BuildJson).images.map(({ configDigest, layers }) => [
      configDigest,
      layers.map(({ digest }) => digest),
    ]),
  );
  expect([built.exitCode, verified.exitCode, built.stderr]).toEqual([0, 0, '']);
  expect(after).toEqual(before);
});

test('an output that is there is refused with exit code 2, and replaced with --force', async () => {
  const cwd = await sampleFolder('v1.0-24.04');
  const build = ['build', '--platform', 'amd64', '--progress', 'quiet', ...baseOptions()];
  const codes = [];
  for (const args of [build, build, [...build, '--force', '--keep-archive']]) {
    codes.push((await runOn('docker28', args, { cwd })).exitCode);
  }
  expect([codes, (await readdir(join(cwd, 'oci-artifacts'))).sort()]).toEqual([
    [0, 2, 0],
    ['greeting', 'greeting.oci.tar'],
  ]);
});

test('a failing step is named with platform, line and exit code, and nothing is written', async () => {
  const cwd = await dockerfileFolder(brokenDockerfile);
  const args = ['build', '--platform', 'amd64,arm64', '--progress', 'quiet', ...baseOptions()];
  const json = await runOn('docker28', [...args, '--format', 'json'], { cwd });
  const text = await runOn('docker28', args, { cwd });
  const { problems } = JSON.parse(json.stdout) as BuildJson;
  expect([json.exitCode, text.exitCode, await readdir(cwd)]).toEqual([1, 1, ['Dockerfile']]);
  expect(problems).toMatchObject([
    {
      code: 'build-step-failed',
      platform: 'linux/arm64',
      file: join(cwd, 'Dockerfile'),
      line: 4,
      exitCode: 3,
      logTail: ['about to fail', 'aarch64'],
    },
  ]);
  expect(text.stdout).toContain('  platform  linux/arm64\n');
  expect(text.stdout).toContain('  where     Dockerfile:4\n');
});

test('one interrupt cancels a build with exit code 130: no process stays, no file either', async () => {
  const cwd = await dockerfileFolder(slowDockerfile);
  const args = ['build', '--platform', 'amd64,arm64', '--progress', 'plain', ...baseOptions()];
  const temporary = await emptyFolder();
  const options = { cwd, env: { TMPDIR: temporary }, onStderr: interruptAt(['| begin']) };
  const result = await runOn('docker28', args, options);
  expect(await readdir(temporary)).toEqual([]);
  expect([
    result.exitCode,
    result.stdout.includes('cancelled'),
    await readdir(cwd),
    await processesNaming(cwd),
  ]).toEqual([130, true, ['Dockerfile'], []]);
});

test('a second interrupt does not wait, and still no process stays', async () => {
  const cwd = await dockerfileFolder(slowDockerfile);
  const args = ['build', '--platform', 'arm64', '--progress', 'plain', ...baseOptions()];
  const onStderr = interruptAt(['| begin', 'Cancelling']);
  const { exitCode } = await runOn('docker28', args, { cwd, onStderr });
  await expect.poll(() => processesNaming(cwd), { timeout: 20_000 }).toEqual([]);
  expect(exitCode).toBe(130);
});

test('--print shows the command and runs nothing', async () => {
  const cwd = await sampleFolder('v1.0-24.04');
  const { exitCode, stdout } = await runOn('docker28', ['build', '--print', '--no-cache'], { cwd });
  const json = await runOn('docker28', ['build', '--print', '--format', 'json'], { cwd });
  const plan = JSON.parse(json.stdout) as { readonly steps: readonly { readonly args: readonly string[] }[] };
  expect([exitCode, json.exitCode]).toEqual([0, 0]);
  expect(stdout).toMatch(/^docker buildx build .*--platform linux\/amd64,linux\/arm64 .*--no-cache/m);
  expect(plan.steps.map(({ args }) => args.slice(0, 2))).toEqual([['buildx', 'build']]);
  expect(await readdir(cwd)).not.toContain('oci-artifacts');
});

test('progress as JSON is one event a line, the result last', async () => {
  const cwd = await sampleFolder('v1.0-24.04');
  const args = ['build', '--platform', 'amd64', '--progress', 'json', ...baseOptions()];
  const { stderr } = await runOn('docker28', args, { cwd });
  const events = stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly kind: string });
  expect([events[0]?.kind, events.at(-1)?.kind]).toEqual(['phase', 'result']);
});

test('on a terminal the progress is redrawn in place and the cursor comes back', async () => {
  const cwd = await sampleFolder('v1.0-24.04');
  const line = ['build', '--platform', 'amd64,arm64', ...baseOptions()].map((word) => `'${word}'`).join(' ');
  await writeFile(
    join(cwd, '..', 'run.sh'),
    `stty cols 100 rows 30\nexec '${process.execPath}' '${program}' ${line}\n`,
  );
  await writeFile(
    join(cwd, '..', 'terminal.mjs'),
    `import { spawnSync } from 'node:child_process';\n` +
      `const run = spawnSync('script', ['-qec', 'sh ../run.sh', '/dev/null'], { encoding: 'utf8' });\n` +
      `process.stdout.write(run.stdout);\nprocess.exitCode = run.status ?? 1;\n`,
  );
  const env = { ...engineEnvironment('docker28'), TERM: 'xterm-256color', LANG: 'C.UTF-8' };
  const { exitCode, stdout } = await runProgram(join(cwd, '..', 'terminal.mjs'), [], { cwd, env });
  const isRedrawn = stdout.includes('\u001B[4A\u001B[2K');
  const head = stdout.includes('\u001B[36m  done\u001B[39m');
  expect([exitCode, isRedrawn, head, stdout.includes('████')]).toEqual([0, true, true, true]);
  expect(stdout.lastIndexOf('\u001B[?25h')).toBeGreaterThan(stdout.lastIndexOf('\u001B[?25l'));
});

test('Docker 20.10 without buildx is said in a sentence, with exit code 1', async () => {
  const cwd = await dockerfileFolder('FROM scratch\n');
  const { exitCode, stdout } = await runOn('docker20', ['build', '--progress', 'quiet', '--format', 'json'], {
    cwd,
  });
  expect([exitCode, (JSON.parse(stdout) as BuildJson).problems]).toMatchObject([
    1,
    [{ code: 'buildx-absent' }],
  ]);
});

test.each(['docker26', 'docker28g'])(
  'on %s with its classic store each platform is built and saved',
  async (engine) => {
    const cwd = await dockerfileFolder(rootfsDockerfile);
    for (const architecture of ['amd64', 'arm64'] as const) {
      await writeFile(join(cwd, `rootfs-${architecture}.tar`), labRootfs(architecture));
    }
    const args = [
      'build',
      '--platform',
      'amd64,arm64',
      '--no-cache',
      '--progress',
      'quiet',
      '--format',
      'json',
    ];
    const { exitCode, stdout } = await runOn(engine, args, { cwd });
    const { images, problems } = JSON.parse(stdout) as BuildJson;
    expect([exitCode, images.map(({ platform }) => platform), problems]).toEqual([
      0,
      ['linux/amd64', 'linux/arm64'],
      [],
    ]);
  },
);

test('a target that rests on another one is built with it, and attestations are left aside', async () => {
  const cwd = await dockerfileFolder('FROM thebase\nRUN cat /base.txt\n');
  await writeFile(join(cwd, 'base.Dockerfile'), 'FROM ubuntu:24.04\nRUN echo base > /base.txt\n');
  await writeFile(join(cwd, 'oci-recipe.yaml'), twoTargets);
  const args = ['build', '--recipe', 'app', '--provenance', 'mode=max', '--format', 'json'];
  const { exitCode, stdout, stderr } = await runOn('docker28', args, { cwd });
  const { images } = JSON.parse(stdout) as BuildJson;
  expect([exitCode, images.map(({ platform }) => platform)]).toEqual([0, ['linux/amd64', 'linux/arm64']]);
  expect(stderr.match(/^-- left aside: attestation/gm)).toHaveLength(2);
});

/** Sends an interrupt each time the next of the texts has come. */
function interruptAt(texts: readonly string[]): NonNullable<Parameters<typeof runOn>[2]['onStderr']> {
  let sent = 0;
  return (text, child) => {
    const next = texts[sent];
    if (next !== undefined && text.includes(next)) {
      sent += 1;
      child.kill('SIGINT');
    }
  };
}
