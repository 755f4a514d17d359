import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { runCli } from '../../../src/cli/runCli.js';
import type { Output } from '../../../src/cli/output.js';
import { plainStyle } from '../../../src/core/report/textStyle.js';
import { createTestHost } from '../../support/testHost.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-check-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `oci-recipe check` in the folder, without git and ShellCheck. */
async function check(args: readonly string[], stdin = ''): Promise<Run> {
  const [out, err] = [collector(), collector()];
  const host = createTestHost();
  const environment = { ...host.system.environment, PATH: folder, HOME: folder };
  const exitCode = await runCli(['check', ...args], {
    host: { ...host, system: { ...host.system, currentDirectory: folder, environment } },
    stdout: out.output,
    stderr: err.output,
    stdin: Readable.from([Buffer.from(stdin)]),
    writeBytes: () => Promise.resolve(),
    signal: new AbortController().signal,
    readVersion: () => Promise.resolve('1.2.3'),
    compileWasmOnce: () => undefined,
  });
  return { exitCode, stdout: out.text(), stderr: err.text() };
}

function collector(): { readonly output: Output; readonly text: () => string } {
  let text = '';
  const output: Output = {
    write: (part) => {
      text += part;
    },
    style: plainStyle,
    isLive: false,
    isUnicode: true,
    columns: () => 80,
    rows: () => 24,
  };
  return { output, text: () => text };
}

interface Reported {
  readonly findings: readonly {
    readonly rule: string;
    readonly path: string;
    readonly line: number;
    readonly severity: string;
  }[];
  readonly ok: boolean;
}

/** `path:line rule severity` of the findings in JSON. */
async function found(args: readonly string[], stdin?: string): Promise<readonly string[]> {
  const { stdout } = await check([...args, '--format=json', '--launchpad=never'], stdin);
  const report = JSON.parse(stdout) as Reported;
  return report.findings.map(({ path, line, rule, severity }) => `${path}:${line} ${rule} ${severity}`);
}

const bad = 'FROM ubuntu:24.04\nADD a.txt /\n';
const files = { 'one/Dockerfile': bad, 'one/a.txt': '', 'two/app.Dockerfile': bad, 'two/a.txt': '' };

describe('places', () => {
  beforeEach(() => write(files));

  test.each<[readonly string[], readonly string[]]>([
    [['.'], ['one/Dockerfile:2 DL3020 error', 'two/app.Dockerfile:2 DL3020 error']],
    [
      ['one', './two/app.Dockerfile'],
      ['one/Dockerfile:2 DL3020 error', './two/app.Dockerfile:2 DL3020 error'],
    ],
    [['*/*Dockerfile'], ['one/Dockerfile:2 DL3020 error', 'two/app.Dockerfile:2 DL3020 error']],
    [['one/Dockerfile', 'one'], ['one/Dockerfile:2 DL3020 error']],
  ])('%j are reported as they were named', async (operands, expected) => {
    expect(await found(operands)).toEqual(expected);
  });

  test('a file from outside and one by its absolute path keep their names', async () => {
    const path = join(folder, 'one/Dockerfile');
    expect(await found([path])).toEqual([`${path}:2 DL3020 error`]);
  });

  test('a file whose name looks like a pattern is that file', async () => {
    await write({ 'a[b]/Dockerfile': bad, 'a[b]/a.txt': '' });
    expect(await found(['a[b]/Dockerfile'])).toEqual(['a[b]/Dockerfile:2 DL3020 error']);
  });

  test.each([
    ['*.nothing', 'Nothing matches "*.nothing".'],
    ['nowhere', 'There is nothing at'],
  ])('%s is wrong use', async (operand, message) => {
    const { exitCode, stdout, stderr } = await check([operand]);
    expect([exitCode, stdout, stderr.includes(message)]).toEqual([2, '', true]);
  });
});

describe('stdin', () => {
  test('a text is checked as the file that it is said to be', async () => {
    await write({ 'web/a.txt': '', 'web/.hadolint.yaml': 'override: { info: [DL3020] }\n' });
    expect(await found(['-', '--stdin-path', 'web/Dockerfile'], bad)).toEqual([
      'web/Dockerfile:2 DL3020 info',
    ]);
  });

  test.each([
    [['-', 'one'], 'checked alone'],
    [['-', '--fix'], 'changes files'],
    [['-', '--engine'], 'saved files'],
    [['--stdin-path', 'x'], 'give - as PATH'],
  ])('%j is wrong use', async (args, message) => {
    const { exitCode, stderr } = await check(args);
    expect([exitCode, stderr.includes(message)]).toEqual([2, true]);
  });
});

describe('rules', () => {
  beforeEach(() => write(files));

  test.each<[readonly string[], readonly string[]]>([
    [['--preset', 'none'], []],
    [['--preset', 'none', '--rule', 'DL3020=default'], ['one/Dockerfile:2 DL3020 error']],
    [['--rule', 'DL3020=off'], []],
    [['--rule', 'DL3020=off', '--rule', 'DL3020=hint'], ['one/Dockerfile:2 DL3020 hint']],
  ])('%j', async (args, expected) => {
    expect(await found(['one', ...args])).toEqual(expected);
  });

  test('each place goes before those that are further away', async () => {
    await write({ '.hadolint.yaml': 'ignored: [DL3020]\n' });
    expect(await found(['one'])).toEqual([]);
    await write({ 'one/oci-recipe.yaml': 'x-check: { rules: { DL3020: info } }\ntarget: { app: {} }\n' });
    expect(await found(['one'])).toEqual(['one/Dockerfile:2 DL3020 info']);
    const own = 'target: { app: { x-check: { rules: { DL3020: hint } } } }\n';
    await write({ 'one/oci-recipe.yaml': `x-check: { rules: { DL3020: info } }\n${own}` });
    expect(await found(['one'])).toEqual(['one/Dockerfile:2 DL3020 hint']);
    expect(await found(['one', '--rule', 'DL3020=warning'])).toEqual(['one/Dockerfile:2 DL3020 warning']);
  });

  test('a name that is no rule is wrong use on the command line, and a finding in the recipe file', async () => {
    const { exitCode, stderr } = await check(['one', '--rule', 'DuplicateStageNames=off']);
    expect([exitCode, stderr.includes('did you mean DuplicateStageName?')]).toEqual([2, true]);
    const recipe = 'x-check: { rules: { DuplicateStageNames: off, DL3020: off } }\ntarget: { app: {} }\n';
    await write({ 'one/oci-recipe.yaml': recipe });
    expect(await found(['one'])).toEqual(['one/oci-recipe.yaml:1 RecipeValue error']);
    expect(await found(['one', '--preset', 'none'])).toEqual([]);
  });
});

describe('exit codes', () => {
  beforeEach(() => write({ ...files, 'good/Dockerfile': 'FROM ubuntu:24.04\nUSER 1000\n' }));

  test.each<[readonly string[], number]>([
    [['good'], 0],
    [['one'], 1],
    [['one', '--failure-threshold', 'none'], 0],
    [['one', '--rule', 'DL3020=warning'], 0],
    [['one', '--rule', 'DL3020=warning', '--failure-threshold', 'warning'], 1],
    [['one', '--rule', 'DL3020=hint', '--failure-threshold', 'info'], 0],
    [['one', '--format', 'sarif'], 1],
  ])('%j is %i', async (args, expected) => {
    expect((await check([...args, '--launchpad=never'])).exitCode).toBe(expected);
  });

  test('the threshold of .hadolint.yaml counts for its Dockerfiles, unless one is given', async () => {
    await write({ 'one/.hadolint.yaml': 'failure-threshold: none\n' });
    const codes = [
      await check(['one']),
      await check(['two']),
      await check(['one', '--failure-threshold', 'error']),
    ];
    expect(codes.map(({ exitCode }) => exitCode)).toEqual([0, 1, 1]);
  });
});

test('sarif is json with the version, github is a line a finding', async () => {
  await write(files);
  const sarif = JSON.parse((await check(['one', '--format', 'sarif'])).stdout) as { version: string };
  const { stdout } = await check(['one', '--format', 'github', '--launchpad=never']);
  expect([sarif.version, stdout.split('\n')[0]?.startsWith('::error file=one/Dockerfile,line=2,')]).toEqual([
    '2.1.0',
    true,
  ]);
});

test('what has no safe fix is left as it is by --fix', async () => {
  await write({ 'one/Dockerfile': 'FROM ubuntu:24.04\nCOPY gone /\n' });
  const { exitCode } = await check(['one', '--fix']);
  expect([exitCode, await readFile(join(folder, 'one/Dockerfile'), 'utf8')]).toEqual([
    1,
    'FROM ubuntu:24.04\nCOPY gone /\n',
  ]);
});
