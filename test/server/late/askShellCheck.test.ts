import { expect, test } from 'vitest';

import type { Finding } from '../../../src/core/finding/finding.js';
import { HostError } from '../../../src/core/host/hostError.js';
import { createCheckMemory } from '../../../src/core/pipeline/checkMemory.js';
import { createLoneRecipes } from '../../../src/core/pipeline/loneRecipes.js';
import { createShellCheckVoice } from '../../../src/server/late/askShellCheck.js';
import type { LateRequest } from '../../../src/server/late/lateCheck.js';
import type { ServerSettings } from '../../../src/server/settings/serverSettings.js';
import { defaultSettings } from '../../../src/server/settings/serverSettings.js';
import type { FakeRun } from '../../support/fakeHost.js';
import { createFakeHost } from '../../support/fakeHost.js';

const text = 'FROM ubuntu:24.04\nRUN echo $name\n';
const comment = {
  file: '-',
  line: 1,
  endLine: 1,
  column: 6,
  endColumn: 11,
  level: 'info',
  code: 2086,
  message: 'Double quote to prevent globbing and word splitting.',
};

interface Options {
  readonly run?: FakeRun;
  readonly settings?: Partial<ServerSettings>;
  readonly isTrusted?: boolean;
  /** What the silences and the policy of the recipe let through; default: everything. */
  readonly hear?: (found: readonly Finding[]) => readonly Finding[];
}

function requestOf({
  run = { exitCode: 0, stdout: '{"comments":[]}' },
  settings = {},
  isTrusted = true,
  hear = (found) => found,
}: Options): {
  readonly request: LateRequest;
  readonly programs: () => readonly string[];
} {
  const host = createFakeHost({ programs: () => run });
  const recipes = createLoneRecipes(['/app/Dockerfile'], '/app');
  const request: LateRequest = {
    path: '/app/Dockerfile',
    check: {
      recipes,
      checks: recipes.map(() => ({
        findings: [],
        hear,
        notChecked: [],
        repository: { kind: 'none' as const, code: 'not-a-repository' as const, reason: 'No repository.' },
      })),
      findings: [],
      notes: [],
      files: new Set(),
      elapsedMs: 1,
    },
    settings: { ...defaultSettings, ...settings },
    host,
    memory: createCheckMemory(),
    isTrusted,
    read: () => text,
    signal: new AbortController().signal,
  };
  return { request, programs: () => host.commands.map(({ program }) => program) };
}

test('its comments become findings of the text that is being edited', async () => {
  const { request } = requestOf({ run: { exitCode: 1, stdout: JSON.stringify({ comments: [comment] }) } });
  const answer = await createShellCheckVoice().ask(request);
  expect(answer.kind === 'spoke' && answer.findings).toMatchObject([
    { rule: 'SC2086', file: '/app/Dockerfile', range: { start: { line: 1, character: 9 } } },
  ]);
});

test('what the recipe does not want to hear is left out', async () => {
  const { request } = requestOf({
    run: { exitCode: 1, stdout: JSON.stringify({ comments: [comment] }) },
    hear: (found) => found.filter(({ rule }) => rule !== 'SC2086'),
  });
  const answer = await createShellCheckVoice().ask(request);
  expect(answer.kind === 'spoke' && answer.findings).toEqual([]);
});

test('it is the program that the settings name', async () => {
  const { request, programs } = requestOf({ settings: { shellcheckPath: '/opt/shellcheck' } });
  await createShellCheckVoice().ask(request);
  expect(programs()).toEqual(['/opt/shellcheck']);
});

test('switched off or in Restricted Mode it is not started', async () => {
  const off = requestOf({ settings: { shellcheckPath: '' } });
  const restricted = requestOf({ isTrusted: false });
  expect([
    await createShellCheckVoice().ask(off.request),
    await createShellCheckVoice().ask(restricted.request),
    [...off.programs(), ...restricted.programs()],
  ]).toEqual([{ kind: 'silent', why: 'off' }, { kind: 'silent', why: 'restricted' }, []]);
});

test('where it is not installed one note says so, and it is not started again and again', async () => {
  const error = new HostError('program-not-found', 'There is no shellcheck.');
  const { request, programs } = requestOf({ run: { error } });
  const voice = createShellCheckVoice();
  const answer = await voice.ask(request);
  await voice.ask(request);
  expect([answer, programs()]).toEqual([
    { kind: 'silent', why: 'absent', detail: expect.stringContaining('ShellCheck') as string },
    ['shellcheck'],
  ]);
});
