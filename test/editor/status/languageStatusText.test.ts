import { expect, test } from 'vitest';

import type { VoiceView } from '../../../src/bridge/languageProtocol.js';
import type {
  LanguageStatusText,
  LanguageStatusWords,
} from '../../../src/editor/status/languageStatusText.js';
import { formatLanguageStatus } from '../../../src/editor/status/languageStatusText.js';

const silent = { off: 'off', restricted: 'restricted', absent: 'absent', timeout: 'late', failed: 'failed' };
const words: LanguageStatusWords = {
  checkedBy: (voices) => voices,
  checkedOn: (voices, branch) => `${voices} on ${branch}`,
  names: { static: 'static', buildkit: 'BuildKit', shellcheck: 'ShellCheck' },
  spoke: (name, platforms, duration) => `${name}: ${platforms} in ${duration}.`,
  spokeForAll: (name, duration) => `${name}: ${duration}.`,
  asksAfterSaving: 'Later.',
  stopped: (name, reason) => `${name} stopped: ${reason}`,
  silent: { buildkit: silent, shellcheck: silent },
};

const own: VoiceView = { name: 'static', state: 'spoke', platforms: ['linux/amd64'], elapsedMs: 4 };

function format(...voices: readonly VoiceView[]): LanguageStatusText {
  return formatLanguageStatus({ voices: [own, ...voices], notes: [] }, words);
}

test('it names who spoke, for which platforms, and how long that took', () => {
  const buildkit: VoiceView = {
    name: 'buildkit',
    state: 'spoke',
    platforms: ['linux/amd64', 'linux/arm64'],
    elapsedMs: 1240,
  };
  expect(format(buildkit)).toEqual({
    text: 'static + BuildKit',
    detail: 'static: linux/amd64 in 4 ms. BuildKit: linux/amd64, linux/arm64 in 1.2 s.',
    isWarning: false,
  });
});

test('an engine that does not answer and a ShellCheck that is not there are told quietly', () => {
  const absent = { state: 'silent', platforms: [], why: 'absent' } as const;
  const { text, detail, isWarning } = format(
    { name: 'buildkit', ...absent },
    { name: 'shellcheck', ...absent },
  );
  expect([text, detail, isWarning]).toEqual(['static', 'static: linux/amd64 in 4 ms. absent absent', false]);
});

test('a failure says what failed, and is a warning', () => {
  const failed: VoiceView = {
    name: 'buildkit',
    state: 'silent',
    platforms: [],
    why: 'failed',
    detail: 'The context is gone.',
  };
  const { detail, isWarning } = format(failed);
  expect([detail, isWarning]).toEqual(['static: linux/amd64 in 4 ms. failed The context is gone.', true]);
});

test('before it was asked BuildKit is said to come later, and ShellCheck is not spoken of', () => {
  const { detail } = format(
    { name: 'buildkit', state: 'waiting', platforms: [] },
    { name: 'shellcheck', state: 'waiting', platforms: [] },
  );
  expect(detail).toBe('static: linux/amd64 in 4 ms. Later.');
});

test('the branch is named, or the reason that there is none', () => {
  const view = { voices: [own], notes: [] };
  const named = formatLanguageStatus({ ...view, branch: { name: 'main', launchpadMeant: false } }, words);
  const without = formatLanguageStatus(
    { ...view, branch: { explanation: 'No git.', launchpadMeant: false } },
    words,
  );
  expect([named.text, without.detail]).toEqual(['static on main', 'static: linux/amd64 in 4 ms. No git.']);
});
