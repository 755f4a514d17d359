import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Finding } from '../../../src/core/finding/finding.js';
import { HostError } from '../../../src/core/host/hostError.js';
import { createCheckMemory } from '../../../src/core/pipeline/checkMemory.js';
import { createLoneRecipes } from '../../../src/core/pipeline/loneRecipes.js';
import { askBuildKit } from '../../../src/server/late/askBuildKit.js';
import type { LateAnswer, LateRequest } from '../../../src/server/late/lateCheck.js';
import type { ServerSettings } from '../../../src/server/settings/serverSettings.js';
import { defaultSettings } from '../../../src/server/settings/serverSettings.js';
import type { FakeHost, FakeRun } from '../../support/fakeHost.js';
import { createFakeHost } from '../../support/fakeHost.js';

const text = 'FROM ubuntu:24.04\nMAINTAINER me\nWORKDIR a\n';
let file = '';

beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'ask-buildkit-')), 'Dockerfile');
  await writeFile(file, text);
});

afterEach(() => rm(join(file, '..'), { recursive: true }));

function warning(ruleName: string, line: number): object {
  const place = { line, character: 0 };
  return { ruleName, detail: `${ruleName} it is`, location: { ranges: [{ start: place, end: place }] } };
}

interface Options {
  /** What docker says to BuildKit's own check, and of base images; default: the same. */
  readonly run?: FakeRun;
  readonly image?: FakeRun;
  readonly settings?: Partial<ServerSettings>;
  readonly isTrusted?: boolean;
  readonly own?: readonly Finding[];
}

function requestOf(options: Options): { readonly request: LateRequest; readonly host: FakeHost } {
  const { run = {}, image = run, settings = {}, isTrusted = true, own = [] } = options;
  const host = createFakeHost({
    programs: ({ program, args }) =>
      program === 'git' ? { exitCode: 128 } : args.includes('bake') ? run : { exitCode: 1, ...image },
  });
  const recipes = createLoneRecipes([file], join(file, '..'));
  const check = {
    findings: own,
    hear: (found: readonly Finding[]) => found,
    notChecked: [],
    repository: { kind: 'none' as const, code: 'not-a-repository' as const, reason: 'No repository.' },
  };
  const request: LateRequest = {
    path: file,
    check: { recipes, checks: [check], findings: own, notes: [], files: new Set(), elapsedMs: 1 },
    settings: { ...defaultSettings, ...settings },
    host,
    memory: createCheckMemory(),
    isTrusted,
    read: () => undefined,
    signal: new AbortController().signal,
  };
  return { request, host };
}

function answerOf(...warnings: readonly object[]): FakeRun {
  const [{ name } = { name: '' }] = createLoneRecipes([file], join(file, '..'));
  const check = { warnings, sources: [{ data: Buffer.from(text).toString('base64') }] };
  return { exitCode: 0, stdout: JSON.stringify({ target: { [name]: { check } } }) };
}

test('what only the engine says is added', async () => {
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 13 } };
  const own: Finding = {
    rule: 'MaintainerDeprecated',
    severity: 'warning',
    message: 'ours',
    file,
    range,
    fixes: [],
  };
  const run = answerOf(warning('MaintainerDeprecated', 2), warning('NewerRule', 3));
  const answer = await askBuildKit.ask(requestOf({ run, own: [own] }).request);
  expect(rulesOf(answer)).toEqual([
    ['NewerRule', 2],
    ['WorkdirRelativePath', 2],
  ]);
});

function rulesOf(answer: LateAnswer): readonly (readonly [string, number])[] {
  return answer.kind === 'spoke'
    ? answer.findings.map(({ rule, range: { start } }) => [rule, start.line])
    : [];
}

test('what engine or registry know of the base image counts as in a check with --engine', async () => {
  await writeFile(file, 'FROM ubuntu:24.04\nLABEL a=$NOPE\nVOLUME $DIR\n');
  const image = { exitCode: 0, stdout: JSON.stringify({ Os: 'linux', Architecture: 'amd64', Config: {} }) };
  const answer = await askBuildKit.ask(requestOf({ run: answerOf(), image }).request);
  expect(rulesOf(answer)).toEqual([
    ['UndefinedVar', 1],
    ['DockerfileInvalidSyntax', 2],
    ['UndefinedVar', 2],
  ]);
  const unknown = await askBuildKit.ask(requestOf({ run: answerOf(), image: {} }).request);
  expect(rulesOf(unknown)).toEqual([]);
  expect(unknown).toMatchObject({ stoppedBy: expect.stringContaining('ubuntu:24.04') as string });
});

test('docker and the builder are those of the settings', async () => {
  const settings = { dockerPath: '/opt/docker', builder: 'mine' };
  const { request, host } = requestOf({ run: answerOf(), settings });
  await askBuildKit.ask(request);
  const asked = host.commands.filter(({ program }) => program !== 'git');
  expect(asked.map(({ program, args }) => [program, ...args.slice(0, 3), args.includes('mine')])).toEqual(
    expect.arrayContaining([
      ['/opt/docker', 'buildx', 'bake', '--builder', true],
      ['/opt/docker', 'image', 'inspect', '--format', false],
      ['/opt/docker', 'buildx', 'imagetools', 'inspect', true],
    ]),
  );
});

test('switched off or in Restricted Mode nothing is started', async () => {
  const off = requestOf({ settings: { engine: 'off' } });
  const restricted = requestOf({ isTrusted: false });
  expect([
    await askBuildKit.ask(off.request),
    await askBuildKit.ask(restricted.request),
    [...off.host.commands, ...restricted.host.commands],
  ]).toEqual([{ kind: 'silent', why: 'off' }, { kind: 'silent', why: 'restricted' }, []]);
});

test('an engine that is not there or hangs is told with its reason', async () => {
  const missing = { error: new HostError('program-not-found', 'Nothing there.') };
  const hanging = { error: new HostError('program-timeout', 'Too long.') };
  expect([
    await askBuildKit.ask(requestOf({ run: missing }).request),
    await askBuildKit.ask(requestOf({ run: hanging }).request),
  ]).toEqual([
    { kind: 'silent', why: 'absent', detail: 'There is no program docker here.' },
    { kind: 'silent', why: 'timeout', detail: 'docker did not answer within 20 s.' },
  ]);
});
