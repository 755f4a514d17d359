import { beforeEach, expect, test } from 'vitest';

import type { Build } from '../../../src/editor/builds/build.js';
import { announceEnd } from '../../../src/editor/builds/endNotice.js';
import { FailureDiagnostics } from '../../../src/editor/builds/failureDiagnostics.js';
import type { FakeEditor } from '../../support/fakeVscode.js';
import { EventEmitter, resetFakeVscode } from '../../support/fakeVscode.js';
import { sampleBuild } from './sampleBuild.js';

let editor: FakeEditor;

beforeEach(() => {
  editor = resetFakeVscode();
});

const failure = {
  message: 'It ended with exit code 2.',
  platform: 'linux/arm64',
  line: 12,
  exitCode: 2,
  logTail: [],
};
const failed: Build = {
  ...sampleBuild,
  state: 'failed',
  endedMs: 3000,
  status: { ...sampleBuild.status, failure },
};
const long: Build = { ...sampleBuild, state: 'succeeded', endedMs: 61_000 };

async function announce(build: Build): Promise<readonly string[]> {
  const calls: string[] = [];
  await announceEnd(build, {
    showLog: () => calls.push('log'),
    openFailure: () => calls.push('line'),
    showMonitor: () => calls.push('monitor'),
    explore: () => calls.push('explore'),
  });
  return calls;
}

test('a failure is announced with its line and its log', async () => {
  editor.answers = [([first]: string[]) => first] as never[];
  expect(await announce(failed)).toEqual(['line']);
  expect(editor.messages).toEqual([
    {
      kind: 'error',
      text: 'Building app failed on linux/arm64. It ended with exit code 2.',
      buttons: ['Open Line', 'Show Log', "Don't Show Again"],
    },
  ]);
});

test('of the builds that succeed only long ones are announced, and cancelled ones never', async () => {
  await announce(long);
  await announce({ ...long, endedMs: 2000 });
  await announce({ ...long, state: 'cancelled' });
  expect(editor.messages.map(({ text }) => text)).toEqual(['app was built for linux/amd64, linux/arm64.']);
});

test('who does not want to see it again does not', async () => {
  editor.answers = [(buttons: string[]) => buttons.at(-1)] as never[];
  await announce(failed);
  await announce(failed);
  expect([editor.messages.length, editor.settings.get('ociRecipe.notifications')]).toEqual([1, 'never']);
});

function createProblems(): (build: Build) => unknown {
  const changes = new EventEmitter<Build>();
  new FailureDiagnostics({ onDidChange: changes.event } as never);
  return (build) => {
    changes.fire(build);
    return editor.diagnostics
      .get('/recipes/app/Dockerfile')
      ?.map(({ range, message, code }) => [range.start.line, message, code]);
  };
}

test('the failed line is a problem until the next build', () => {
  const after = createProblems();
  const next = { ...sampleBuild, id: 'b2' };
  expect([after(sampleBuild), after(failed), after(next)]).toEqual([
    undefined,
    [[11, 'linux/arm64: It ended with exit code 2.', 'exit 2']],
    undefined,
  ]);
});

test('a failure of an earlier window is not a problem of this one', () => {
  expect(createProblems()(failed)).toBeUndefined();
});
