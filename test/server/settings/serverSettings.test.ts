import { expect, test } from 'vitest';

import { defaultSettings, readServerSettings } from '../../../src/server/settings/serverSettings.js';
import { SettingsCache } from '../../../src/server/settings/settingsCache.js';

test('an editor without such settings has the defaults', () => {
  expect([readServerSettings(undefined), readServerSettings(null), readServerSettings('x')]).toEqual([
    defaultSettings,
    defaultSettings,
    defaultSettings,
  ]);
});

test('what is set is taken, what is not understood is left out', () => {
  const settings = readServerSettings({
    launchpad: 'always',
    docker: { path: ' /opt/docker ' },
    builder: '',
    shellcheck: { path: '' },
    lint: {
      engine: 'off',
      preset: 'strict',
      rules: { DL3008: 'off', DL3009: 'loud', DL3010: 4 },
      labels: ['oci'],
    },
  });
  expect(settings).toEqual({
    launchpad: 'always',
    dockerPath: '/opt/docker',
    engine: 'off',
    shellcheckPath: '',
    lint: { preset: 'strict', rules: { DL3008: 'off' }, labels: ['oci'] },
  });
});

test('the editor is asked once for each document, until the settings change', async () => {
  const asked: string[] = [];
  const cache = new SettingsCache();
  cache.begin((uri) => {
    asked.push(uri);
    return Promise.resolve({ launchpad: 'never' });
  });
  await cache.get('file:///a');
  const { launchpad } = await cache.get('file:///a');
  cache.forget();
  await cache.get('file:///a');
  expect([launchpad, asked]).toEqual(['never', ['file:///a', 'file:///a']]);
});

test('an editor that gives no answer has the defaults, and is asked again', async () => {
  let count = 0;
  const cache = new SettingsCache();
  cache.begin(() => {
    count += 1;
    return Promise.reject(new Error('gone'));
  });
  const settings = await cache.get('file:///a');
  await cache.get('file:///a');
  expect([settings, count]).toEqual([defaultSettings, 2]);
});
