import { beforeEach, expect, test } from 'vitest';

import type { LensView } from '../../../src/bridge/languageProtocol.js';
import { readLensTarget, RecipeLenses } from '../../../src/editor/lens/recipeLenses.js';
import type { CodeLens, FakeEditor } from '../../support/fakeVscode.js';
import { EventEmitter, resetFakeVscode, Uri } from '../../support/fakeVscode.js';

let editor: FakeEditor;
const document = { uri: Uri.file('/app/Dockerfile'), languageId: 'dockerfile' };
const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 4 } };
const view: LensView = { range, recipe: 'app', isNamed: false, platforms: ['linux/amd64', 'linux/s390x'] };

beforeEach(() => {
  editor = resetFakeVscode();
});

async function lensesOf(...views: readonly LensView[]): Promise<readonly (readonly unknown[])[]> {
  const language = { lenses: () => Promise.resolve(views), onDidCheck: new EventEmitter().event };
  const log = { debug: () => undefined, warn: () => undefined };
  const lenses = await new RecipeLenses(language as never, log).provideCodeLenses(document as never);
  return (lenses as unknown as readonly CodeLens[]).map(({ command }) => [
    command['title'],
    command['command'],
    command['arguments'],
  ]);
}

test('a recipe is built for all of its platforms or for one, and checked', async () => {
  const uri = document.uri.toString();
  const build = 'ociRecipe.lens.build';
  expect(await lensesOf(view)).toEqual([
    ['Build', build, [{ uri, recipe: 'app', platforms: [] }]],
    ['amd64', build, [{ uri, recipe: 'app', platforms: ['linux/amd64'] }]],
    ['s390x', build, [{ uri, recipe: 'app', platforms: ['linux/s390x'] }]],
    ['Check', 'ociRecipe.check', [document.uri]],
  ]);
});

test('a recipe without platforms is offered for the usual two', async () => {
  const titles = (await lensesOf({ ...view, platforms: [] })).map(([title]) => title);
  expect(titles).toEqual(['Build', 'amd64', 'arm64', 'Check']);
});

test('several recipes at one place are told apart by name', async () => {
  const [title] = (await lensesOf({ ...view, isNamed: true }))[0] ?? [];
  expect(title).toBe('Build app');
});

test('in Restricted Mode only the check is offered', async () => {
  editor.isTrusted = false;
  expect((await lensesOf(view)).map(([title]) => title)).toEqual(['Check']);
});

test('there are none where they are switched off', async () => {
  editor.settings.set('ociRecipe.codeLens', false);
  expect(await lensesOf(view)).toEqual([]);
});

test('what a lens calls its command with is read back, and nothing else', () => {
  const target = { uri: 'file:///a', recipe: 'app', platforms: [] };
  expect([readLensTarget(target), readLensTarget(undefined), readLensTarget({ uri: 1 })]).toEqual([
    target,
    undefined,
    undefined,
  ]);
});
