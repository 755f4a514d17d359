import { readFile } from 'node:fs/promises';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { ExtensionSession } from '../../src/editor/extensionSession.js';
import type { FakeEditor } from '../support/fakeVscode.js';
import { resetFakeVscode } from '../support/fakeVscode.js';
import type { TestContext } from './fakeContext.js';
import { createForbiddenHost, createTestContext } from './fakeContext.js';

let editor: FakeEditor;
let scene: TestContext;

beforeEach(async () => {
  editor = resetFakeVscode();
  scene = await createTestContext();
});

afterEach(() => scene.remove());

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

async function contributedCommands(): Promise<readonly string[]> {
  const file = new URL('../../package.json', import.meta.url);
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
  return manifest.contributes.commands.map(({ command }) => command);
}

test('activation touches no file, starts no program and watches nothing', () => {
  const { host, touched } = createForbiddenHost();
  const session = new ExtensionSession(scene.context, host);
  expect([touched, editor.watchers, editor.executed]).toEqual([[], [], []]);
  session.dispose();
});

test('every contributed command is there, and those behind quick fixes and lenses', async () => {
  const session = new ExtensionSession(scene.context, createForbiddenHost().host);
  const contributed = await contributedCommands();
  const hidden = ['renameBranch', 'setRuleSeverity', 'silence', 'turnRuleOff', 'lens.build'];
  expect([...editor.commands.keys()].sort()).toEqual(
    [...contributed, ...hidden.map((name) => `ociRecipe.${name}`)].sort(),
  );
  session.dispose();
});

test('nothing is left registered after it is disposed', () => {
  const session = new ExtensionSession(scene.context, createForbiddenHost().host);
  session.dispose();
  const listeners = [
    ...[editor.didOpen, editor.didClose, editor.didActivate, editor.didGrantTrust],
    ...[editor.didChangeSettings, editor.didChangeExtensions],
  ] as readonly { readonly listenerCount: number }[];
  expect([
    editor.commands.size,
    editor.items.size,
    listeners.map(({ listenerCount }) => listenerCount),
  ]).toEqual([0, 0, [0, 0, 0, 0, 0, 0]]);
});

test('in Restricted Mode building says what is missing and starts nothing', async () => {
  editor.isTrusted = false;
  const { host, touched } = createForbiddenHost();
  const session = new ExtensionSession(scene.context, host);
  for (const command of ['buildAll', 'menu.buildArm64', 'createBranch']) {
    await editor.commands.get(`ociRecipe.${command}`)?.();
  }
  expect([touched, editor.messages.map(({ kind, buttons }) => [kind, buttons])]).toEqual([
    [],
    Array.from({ length: 3 }, () => ['warning', ['Manage Workspace Trust']]),
  ]);
  session.dispose();
});
