import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, expect, test } from 'vitest';

import { createTestHost } from '../../support/testHost.js';
import { formatPlatform, parsePlatform } from '../../../src/core/platform/platform.js';
import type { BuildOrder, BuildStore } from '../../../src/editor/builds/buildStore.js';
import type { PlatformChoice } from '../../../src/editor/commands/buildCommands.js';
import { createBuildCommand } from '../../../src/editor/commands/buildCommands.js';
import { temporaryDirectory } from '../../support/archiveFiles.js';
import type { FakeEditor } from '../../support/fakeVscode.js';
import { resetFakeVscode, Uri } from '../../support/fakeVscode.js';
import { sampleBuild } from '../builds/sampleBuild.js';

let editor: FakeEditor;
let folder = '';

beforeEach(async () => {
  editor = resetFakeVscode();
  folder = await temporaryDirectory();
  editor.folders = [{ uri: Uri.file(folder), name: 'app' }];
});

async function write(name: string, text: string): Promise<Uri> {
  await writeFile(join(folder, name), text);
  const uri = Uri.file(join(folder, name));
  editor.files = [...editor.files, uri];
  return uri;
}

/** Runs the command and tells what was ordered of a store in which `running` directories are being built into. */
async function build(
  choice: PlatformChoice,
  args: readonly unknown[],
  running: readonly string[] = [],
): Promise<Told> {
  const orders: BuildOrder[] = [];
  const cancelled: string[] = [];
  const store = {
    running: () => running.map((outputDirectory) => ({ ...sampleBuild, outputDirectory })),
    cancel: (id: string) => Promise.resolve(cancelled.push(id)),
    start: (order: BuildOrder) => {
      orders.push(order);
      return Promise.resolve(sampleBuild);
    },
  };
  const options = { host: createTestHost(), artifactDirectory: '/storage', onDidEnd: () => undefined };
  await createBuildCommand({ ...options, store: store as unknown as BuildStore }, choice)(...args);
  return { orders, cancelled };
}

interface Told {
  readonly orders: readonly BuildOrder[];
  readonly cancelled: readonly string[];
}

const arm64 = [parsePlatform('linux/arm64')];

test('the clicked Dockerfile is built for the platform of the menu entry', async () => {
  const uri = await write('Dockerfile', 'FROM scratch\n');
  const [order] = (await build(arm64, [uri, [uri]])).orders;
  expect([order?.dockerfile, order?.choices.platforms.map(formatPlatform)]).toEqual([
    uri.fsPath,
    ['linux/arm64'],
  ]);
});

test('every selected file is built', async () => {
  const files = [
    await write('a.Dockerfile', 'FROM scratch\n'),
    await write('b.Dockerfile', 'FROM scratch\n'),
  ];
  const { orders } = await build('recipe', [files[0], files]);
  expect(orders.map(({ recipe }) => recipe.name)).toEqual(['a', 'b']);
});

test('from the palette the recipes of the workspace are offered', async () => {
  await write('a.Dockerfile', 'FROM scratch\n');
  await write('b.Dockerfile', 'FROM scratch\n');
  editor.answers = [(items) => (items as { label: string }[]).find(({ label }) => label === 'b')];
  const { orders } = await build('recipe', []);
  expect(orders.map(({ recipe }) => recipe.name)).toEqual(['b']);
});

test('without any recipe the user is told, and nothing is built', async () => {
  const { orders } = await build('recipe', []);
  expect([orders, editor.messages.map(({ kind, buttons }) => [kind, buttons])]).toEqual([
    [],
    [['info', ['Create Recipe File']]],
  ]);
});

test("the recipe's own platforms are picked already when the user is asked", async () => {
  const text = 'target:\n  app:\n    platforms: [linux/s390x]\n';
  await write('Dockerfile', 'FROM scratch\n');
  const uri = await write('oci-recipe.yaml', text);
  editor.answers = [(items) => (items as { picked: boolean }[]).filter(({ picked }) => picked)];
  const [order] = (await build('ask', [uri])).orders;
  expect(order?.choices.platforms.map(formatPlatform)).toEqual(['linux/s390x']);
});

test('settings decide on builder, build arguments and folder', async () => {
  editor.settings.set('ociRecipe.builder', 'big');
  editor.settings.set('ociRecipe.buildArguments', { A: '1' });
  editor.settings.set('ociRecipe.outputDirectory', 'out');
  const uri = await write('app.Dockerfile', 'FROM scratch\n');
  const [order] = (await build('recipe', [uri])).orders;
  expect([order?.choices.builder, order?.choices.buildArgs, order?.outputDirectory]).toEqual([
    'big',
    { A: '1' },
    join(folder, 'out', 'app'),
  ]);
});

test('a second build into one folder waits for what the user says of the first', async () => {
  editor.settings.set('ociRecipe.outputDirectory', 'out');
  const uri = await write('app.Dockerfile', 'FROM scratch\n');
  const running = [join(folder, 'out', 'app')];
  const away = await build('recipe', [uri], running);
  editor.answers = [(items) => (items as string[])[0]];
  const again = await build('recipe', [uri], running);
  expect([away.orders.length, again.orders.length, again.cancelled]).toEqual([0, 1, ['b1']]);
});
