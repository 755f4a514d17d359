import { expect, test } from 'vitest';

import { HostError } from '../../../../src/core/host/hostError.js';
import { askEngine } from '../../../../src/core/pipeline/engineCheck/askEngine.js';
import { parsePlatform } from '../../../../src/core/platform/platform.js';
import { createFakeHost } from '../../../support/fakeHost.js';
import type { FakeRun } from '../../../support/fakeHost.js';
import { sample } from '../../check/sampleSubject.js';

const { recipe } = sample({ target: { secret: ['id=x'], entitlements: ['network.host'], args: { A: '1' } } });

function answer(check: unknown): FakeRun {
  return { stdout: JSON.stringify({ target: { sample: { check } } }) };
}

test.each([
  [
    'docker that is not there',
    { error: new HostError('program-not-found', 'no docker') },
    'There is no program docker here.',
  ],
  [
    'an engine that hangs',
    { error: new HostError('program-timeout', 'too long') },
    'docker did not answer within 20 s.',
  ],
  [
    'a buildx that is too old',
    { exitCode: 125, stderr: 'unknown flag: --call\nUsage: …\n' },
    'This buildx has no --call=check; version 0.15 and later have it.',
  ],
  [
    'a build that is refused',
    { exitCode: 1, stderr: '#0 building\nERROR: no builder "x" found\n' },
    'BuildKit did not check: no builder "x" found',
  ],
  ['an answer that is none', { stdout: 'hello' }, 'BuildKit gave no answer to the check.'],
  ['an answer about something else', answer(undefined), 'BuildKit gave no answer to the check.'],
])('%s is a reason', async (_what, run, reason) => {
  const host = createFakeHost({ programs: () => run });
  expect(await askEngine(recipe, host)).toEqual({ reason });
});

test('arguments are on the standard input only, and nothing is asked for that a check does not need', async () => {
  const host = createFakeHost({ programs: () => answer({ warnings: [] }) });

  await askEngine(recipe, host, { builder: 'farm' });

  expect(host.commands).toHaveLength(1);
  expect(host.commands[0]).toMatchObject({
    program: 'docker',
    args: [
      'buildx',
      'bake',
      '--builder',
      'farm',
      '--file',
      '-',
      '--call=check,format=json',
      '--progress=quiet',
      'sample',
    ],
    workingDirectory: '/repo',
  });
});

test('a warning without a place is put on the first line, and lines beyond the end on the last', async () => {
  const data = btoa('FROM a\nCMD x\n');
  const warnings = [
    { ruleName: 'A', detail: 'a', location: {} },
    { ruleName: 'B', detail: 'b', location: { ranges: [{ start: { line: 9 }, end: { line: 9 } }] } },
  ];
  const host = createFakeHost({ programs: () => answer({ warnings, sources: [{ data }] }) });

  const result = await askEngine(recipe, host);

  expect('findings' in result && result.findings.map(({ range }) => range.start.line)).toEqual([0, 2]);
});

test('an engine that fails for one platform answers for none', async () => {
  let asked = 0;
  const host = createFakeHost({
    programs: () => {
      asked += 1;
      return asked === 1 ? answer({ warnings: [] }) : { exitCode: 1, stderr: 'ERROR: gone\n' };
    },
  });
  const platforms = [parsePlatform('linux/amd64'), parsePlatform('linux/arm64')];

  expect(await askEngine(recipe, host, { platforms })).toEqual({ reason: 'BuildKit did not check: gone' });
});

test('error=true is no reason to have stopped', async () => {
  const host = createFakeHost({
    programs: () => answer({ warnings: [], buildError: { message: 'lint violation found for rules: A' } }),
  });
  expect(await askEngine(recipe, host)).not.toHaveProperty('stoppedBy');
});

test('aborting ends the question with its reason', async () => {
  const aborted = AbortSignal.abort(new Error('enough'));
  const host = createFakeHost({ programs: () => ({ error: aborted.reason as Error }) });
  await expect(askEngine(recipe, host, { signal: aborted })).rejects.toThrow('enough');
});
