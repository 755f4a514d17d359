import { expect, test } from 'vitest';

import type { VoiceView } from '../../../src/bridge/languageProtocol.js';
import type { LanguageStatusWords } from '../../../src/editor/status/languageStatusText.js';
import { formatLanguageStatus } from '../../../src/editor/status/languageStatusText.js';

const words: LanguageStatusWords = {
  checkedBy: (voices) => `By ${voices}`,
  names: { static: 'static', buildkit: 'BuildKit', shellcheck: 'ShellCheck' },
  spoke: (platforms, duration) => `${platforms} in ${duration}`,
  stopped: (reason) => `Stopped: ${reason}`,
  notAll: 'not all',
  afterSaving: 'after saving',
  afterTyping: 'after typing',
  silent: { off: 'off', restricted: 'restricted', absent: 'absent', timeout: 'late', failed: 'failed' },
};

const own: VoiceView = { name: 'static', state: 'spoke', platforms: ['linux/amd64'], elapsedMs: 4 };

function linesOf(...voices: readonly VoiceView[]): readonly (readonly unknown[])[] {
  return formatLanguageStatus({ voices: [own, ...voices], notes: [] }, words).map(
    ({ text, detail, isWarning }) => [text, detail, isWarning],
  );
}

test('it names who spoke, for which platforms, and how long that took', () => {
  const platforms = ['linux/amd64', 'linux/arm64'];
  expect(
    linesOf(
      { name: 'buildkit', state: 'spoke', platforms, elapsedMs: 1240 },
      { name: 'shellcheck', state: 'spoke', platforms: [], elapsedMs: 20 },
    ),
  ).toEqual([
    ['By static + BuildKit + ShellCheck', 'amd64 in 4 ms', false],
    ['BuildKit', 'amd64, arm64 in 1.2 s', false],
    ['ShellCheck', '20 ms', false],
  ]);
});

test('an engine that does not answer and a ShellCheck that is not there are told quietly', () => {
  const absent = { state: 'silent', platforms: [], why: 'absent' } as const;
  expect(
    linesOf(
      { name: 'buildkit', ...absent, detail: 'There is no program docker here.' },
      { name: 'shellcheck', ...absent, detail: 'Install it.' },
    ),
  ).toEqual([
    ['By static', 'amd64 in 4 ms', false],
    ['BuildKit', 'There is no program docker here.', false],
    ['ShellCheck', 'absent', false],
  ]);
});

test('an engine that hangs is a warning, and one that stopped says where', () => {
  const timeout: VoiceView = { name: 'buildkit', state: 'silent', platforms: [], why: 'timeout' };
  const stopped: VoiceView = {
    name: 'buildkit',
    state: 'spoke',
    platforms: [],
    elapsedMs: 5,
    detail: 'No base.',
  };
  expect([linesOf(timeout)[1], linesOf(stopped)[1]]).toEqual([
    ['BuildKit', 'late', true],
    ['BuildKit', '5 ms. Stopped: No base.', false],
  ]);
});

test('before they were asked it is said when they will be', () => {
  const waiting = { state: 'waiting', platforms: [] } as const;
  const lines = linesOf({ name: 'buildkit', ...waiting }, { name: 'shellcheck', ...waiting });
  expect(lines.slice(1)).toEqual([
    ['BuildKit', 'after saving', false],
    ['ShellCheck', 'after typing', false],
  ]);
});

test('what our own checks cannot know is said only where BuildKit does not speak', () => {
  const missed: VoiceView = { ...own, detail: 'Base images were not asked about.' };
  const buildkit: VoiceView = { name: 'buildkit', state: 'spoke', platforms: [], elapsedMs: 1 };
  const detail = (voices: readonly VoiceView[]): string =>
    formatLanguageStatus({ voices, notes: [] }, words)[0].detail;
  expect([detail([missed]), detail([missed, buildkit])]).toEqual([
    'amd64 in 4 ms · Base images were not asked about.',
    'amd64 in 4 ms',
  ]);
});

test('what a line has no room for is kept for those who ask', () => {
  const missed: VoiceView = { ...own, detail: 'A rule with a long name was not checked. '.repeat(3).trim() };
  const [line] = formatLanguageStatus({ voices: [missed], notes: [] }, words);
  expect([line.detail, line.whole]).toEqual([
    'amd64 in 4 ms · not all',
    `amd64 in 4 ms · ${missed.detail ?? ''}`,
  ]);
});

test('that there is no branch is explained, and notes are a warning', () => {
  const [line] = formatLanguageStatus(
    {
      voices: [own],
      notes: ['HCL was not read.'],
      branch: { explanation: 'No git.', launchpadMeant: false },
    },
    words,
  );
  expect([line.detail, line.isWarning]).toEqual(['amd64 in 4 ms · HCL was not read. · No git.', true]);
});
