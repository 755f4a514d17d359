import { beforeEach, expect, test } from 'vitest';

import type { FeatureParams } from '../../../src/bridge/languageProtocol.js';
import { chooseFeatures, FeatureChoice } from '../../../src/editor/language/featureChoice.js';
import type { FakeEditor } from '../../support/fakeVscode.js';
import { resetFakeVscode } from '../../support/fakeVscode.js';

let editor: FakeEditor;

beforeEach(() => {
  editor = resetFakeVscode();
});

test('alone the extension offers everything', () => {
  expect(chooseFeatures()).toEqual({ dockerfile: true, recipeKeys: true });
});

test.each(['ms-azuretools.vscode-containers', 'ms-azuretools.vscode-docker', 'docker.docker'])(
  'where %s is enabled Dockerfiles are left to it',
  (id) => {
    editor.extensions = [id];
    expect(chooseFeatures()).toEqual({ dockerfile: false, recipeKeys: true });
  },
);

test('an extension that reads our schema completes the keys itself', () => {
  editor.extensions = ['redhat.vscode-yaml'];
  expect(chooseFeatures()).toEqual({ dockerfile: true, recipeKeys: false });
});

test('the setting goes before what others offer', () => {
  editor.extensions = ['docker.docker'];
  editor.settings.set('ociRecipe.languageFeatures', 'on');
  const on = chooseFeatures();
  editor.extensions = [];
  editor.settings.set('ociRecipe.languageFeatures', 'off');
  expect([on, chooseFeatures()]).toEqual([
    { dockerfile: true, recipeKeys: true },
    { dockerfile: false, recipeKeys: true },
  ]);
});

test('an extension that comes while the editor runs changes the choice once', () => {
  const seen: FeatureParams[] = [];
  const choice = new FeatureChoice();
  choice.onDidChange((params) => seen.push(params));
  editor.extensions = ['docker.docker'];
  editor.didChangeExtensions.fire();
  editor.didChangeExtensions.fire();
  choice.dispose();
  expect(seen).toEqual([{ dockerfile: false, recipeKeys: true }]);
});
