import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, expect, test } from 'vitest';

import { createTestHost } from '../../support/testHost.js';
import { createConvertCommand } from '../../../src/editor/commands/convertCommand.js';
import { createVerifyCommand } from '../../../src/editor/commands/verifyCommand.js';
import { ReportDocuments } from '../../../src/editor/log/reportDocuments.js';
import { temporaryDirectory, writeFolder, writeTar } from '../../support/archiveFiles.js';
import { imageBlobs, layoutMembers } from '../../support/archiveImage.js';
import { tarOf } from '../../support/archiveTar.js';
import type { FakeEditor } from '../../support/fakeVscode.js';
import { resetFakeVscode, Uri } from '../../support/fakeVscode.js';

const host = createTestHost();
let editor: FakeEditor;

beforeEach(() => {
  editor = resetFakeVscode();
});

async function members(): Promise<ReturnType<typeof layoutMembers>> {
  const layer = await tarOf([{ name: 'hello', bytes: Buffer.from('hello') }]);
  return layoutMembers([
    imageBlobs({ os: 'linux', architecture: 'arm64', tag: 'app', layers: [layer] }, 'gzip'),
  ]);
}

/** The user takes the folder that the save dialog proposes. */
const takeProposed = ({ defaultUri }: { defaultUri: Uri }): Uri => defaultUri;

/** The user takes the form of this name from the list. */
const takeFormat = (format: string) =>
  ((items: readonly { readonly format: string }[]) => items.find((item) => item.format === format)) as never;
const launchpad = takeFormat('launchpad');

test('an archive becomes artifacts in a folder beside it', async () => {
  const directory = await temporaryDirectory();
  const archive = await writeTar(directory, await members());
  editor.answers = [launchpad, takeProposed as never];
  await createConvertCommand(host)(Uri.file(archive));
  expect(await readdir(join(directory, 'archive-launchpad'))).toEqual(['arm64']);
  expect(editor.messages).toEqual([
    { kind: 'info', text: 'Launchpad artifacts were made for linux/arm64.', buttons: ['Reveal', 'Explore'] },
  ]);
});

test('a file of an OCI layout stands for its folder', async () => {
  const directory = await temporaryDirectory();
  const folder = await writeFolder(directory, await members());
  editor.answers = [launchpad, takeProposed as never];
  await createConvertCommand(host)(Uri.file(join(folder, 'oci-layout')));
  expect(await readdir(join(directory, 'layout-launchpad'))).toEqual(['arm64']);
});

test('artifacts that are there are replaced only when the user says so', async () => {
  const directory = await temporaryDirectory();
  const archive = await writeTar(directory, await members());
  for (const answer of [undefined, undefined, 'Replace']) {
    editor.answers = [launchpad, takeProposed as never, () => answer, () => undefined];
    await createConvertCommand(host)(Uri.file(archive));
  }
  expect(editor.messages.map(({ kind, buttons }) => [kind, buttons])).toEqual([
    ['info', ['Reveal', 'Explore']],
    ['warning', ['Replace']],
    ['warning', ['Replace']],
    ['info', ['Reveal', 'Explore']],
  ]);
});

test("a folder that holds somebody's files is refused, whatever the user says", async () => {
  const directory = await temporaryDirectory();
  const archive = await writeTar(directory, await members());
  await mkdir(join(directory, 'archive-launchpad'));
  await writeFile(join(directory, 'archive-launchpad', 'mine'), 'mine');
  editor.answers = [launchpad, takeProposed as never];
  await createConvertCommand(host)(Uri.file(archive));
  expect(editor.messages.map(({ kind, buttons }) => [kind, buttons])).toEqual([['error', []]]);
  expect(await readdir(join(directory, 'archive-launchpad'))).toEqual(['mine']);
});

test('what verification finds wrong is shown as a document, and nothing wrong as a sentence', async () => {
  const directory = await temporaryDirectory();
  editor.answers = [launchpad, takeProposed as never];
  await createConvertCommand(host)(Uri.file(await writeTar(directory, await members())));
  const set = join(directory, 'archive-launchpad', 'arm64');
  const store = { builds: () => [] } as never;
  const verify = createVerifyCommand({ host, store, reports: new ReportDocuments() });
  await verify(Uri.file(set));
  const layer = (await readdir(set)).find((name) => name.endsWith('.tar.gz')) ?? '';
  await writeFile(join(set, layer), 'broken');
  await verify(Uri.file(set));
  expect([editor.messages.at(-1)?.text, editor.shown.map(({ uri }) => uri.scheme)]).toEqual([
    'arm64 is whole and true for linux/arm64.',
    ['oci-recipe-report'],
  ]);
});

test.each([
  ['docker', 'archive-docker.tar'],
  ['docker-legacy', 'archive-docker-legacy.tar'],
  ['oci-tar', 'archive-oci-tar.tar'],
  ['oci', 'archive-oci'],
])('an archive becomes one of the form %s, as %s beside it', async (format, name) => {
  const directory = await temporaryDirectory();
  editor.answers = [takeFormat(format), takeProposed as never];
  await createConvertCommand(host)(Uri.file(await writeTar(directory, await members())));
  expect([await readdir(directory), editor.messages.map(({ text }) => text)]).toEqual([
    ['archive.tar', name].sort(),
    [`${name} was made for linux/arm64.`],
  ]);
});

test('the end notice reveals the result, or explores it', async () => {
  const directory = await temporaryDirectory();
  const archive = await writeTar(directory, await members());
  editor.answers = [takeFormat('oci'), takeProposed as never, () => 'Explore'];
  await createConvertCommand(host)(Uri.file(archive));
  await Promise.resolve();
  expect(editor.executed).toMatchObject([
    { command: 'ociRecipe.exploreImage', args: [{ path: join(directory, 'archive-oci') }] },
  ]);
});
