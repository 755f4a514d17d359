import { beforeEach, expect, test } from 'vitest';

import {
  createSetSeverityCommand,
  createTurnOffCommand,
} from '../../../src/editor/language/severityCommands.js';
import type { FakeEditor } from '../../support/fakeVscode.js';
import { resetFakeVscode, Uri } from '../../support/fakeVscode.js';

let editor: FakeEditor;
const argument = { rule: 'StageNameCasing', uri: 'file:///app/Dockerfile' };

beforeEach(() => {
  editor = resetFakeVscode();
  editor.folders = [{ uri: Uri.file('/app'), name: 'app' }];
});

test('turning a rule off keeps what the workspace says of others, and copies nothing of the user', async () => {
  editor.settings.set('ociRecipe.lint.rules', { DL3008: 'hint' });
  editor.settings.set('user:ociRecipe.lint.rules', { DL3009: 'error' });
  await createTurnOffCommand()(argument);
  expect(editor.settings.get('ociRecipe.lint.rules')).toEqual({ DL3008: 'hint', StageNameCasing: 'off' });
});

test('the severity that is chosen is written', async () => {
  editor.answers = [
    (items) => (items as readonly { setting: string }[]).find(({ setting }) => setting === 'error'),
  ];
  await createSetSeverityCommand()(argument);
  expect(editor.settings.get('ociRecipe.lint.rules')).toEqual({ StageNameCasing: 'error' });
});

test('nothing is written when the user goes away, or when no rule is named', async () => {
  await createSetSeverityCommand()(argument);
  await createTurnOffCommand()(undefined);
  expect(editor.settings.has('ociRecipe.lint.rules')).toBe(false);
});
