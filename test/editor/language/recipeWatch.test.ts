import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { BranchView, CheckedParams } from '../../../src/bridge/languageProtocol.js';
import { RecipeWatch } from '../../../src/editor/language/recipeWatch.js';
import { BranchItem } from '../../../src/editor/status/branchItem.js';
import { LanguageStatus } from '../../../src/editor/status/languageStatus.js';
import type { FakeDocument, FakeEditor } from '../../support/fakeVscode.js';
import { EventEmitter, resetFakeVscode, Uri } from '../../support/fakeVscode.js';

let editor: FakeEditor;

beforeEach(() => {
  editor = resetFakeVscode();
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const dockerfile: FakeDocument = { uri: Uri.file('/app/Dockerfile'), languageId: 'dockerfile' };
const accepted = { accepted: true, documentedForm: true, pushTag: 'v1.0-24.04_edge', suggestions: [] };

interface Scene {
  readonly watch: RecipeWatch;
  readonly calls: string[];
  readonly checked: EventEmitter<CheckedParams>;
  branch: BranchView;
}

function createScene(): Scene {
  const calls: string[] = [];
  const checked = new EventEmitter<CheckedParams>();
  const scene = {
    calls,
    checked,
    branch: {
      name: 'v1.0-24.04',
      judgement: accepted,
      launchpadMeant: true,
      headFile: '/git/HEAD',
    } as BranchView,
  };
  const language = {
    start: () => Promise.resolve(calls.push('start')),
    branch: () => Promise.resolve(scene.branch),
    filesChanged: () => calls.push('filesChanged'),
    onDidCheck: checked.event,
    onDidFail: new EventEmitter().event,
  };
  const watch = new RecipeWatch({
    language: language as never,
    branchItem: new BranchItem(),
    languageStatus: new LanguageStatus(),
    log: { debug: () => undefined, warn: () => undefined },
  });
  return Object.assign(scene, { watch });
}

function itemText(id: string): unknown {
  return editor.items.get(id)?.['text'];
}

test('other documents start nothing and are not watched', () => {
  const { watch, calls } = createScene();
  watch.begin();
  editor.didOpen.fire({ uri: Uri.file('/app/README.md'), languageId: 'markdown' });
  editor.didOpen.fire({ uri: Uri.file('/app/Dockerfile.dockerignore'), languageId: 'dockerfile' });
  expect([calls, editor.watchers]).toEqual([[], []]);
});

test('the first recipe that is open starts the server, once', () => {
  const { watch, calls } = createScene();
  editor.documents = [dockerfile];
  watch.begin();
  editor.didOpen.fire({ uri: Uri.file('/app/oci-recipe.yaml'), languageId: 'yaml' });
  expect(calls).toEqual(['start']);
});

test('the status items follow the recipe that is edited, and stay when another file is', async () => {
  const { watch } = createScene();
  watch.begin();
  editor.didActivate.fire({ document: dockerfile });
  await vi.advanceTimersByTimeAsync(0);
  editor.didActivate.fire({ document: { uri: Uri.file('/app/README.md'), languageId: 'markdown' } });
  await vi.advanceTimersByTimeAsync(0);
  expect([itemText('ociRecipe.branch'), itemText('ociRecipe.checks')]).toEqual([
    '$(git-branch) v1.0-24.04 $(check)',
    'OCI Recipe: static',
  ]);
});

test('what could not be looked at is told in the language status', async () => {
  const { watch, checked } = createScene();
  watch.begin();
  editor.didActivate.fire({ document: dockerfile });
  const notes = ['docker-bake.hcl was not evaluated: the workspace is not trusted.'];
  checked.fire({ uri: 'file:///app/Dockerfile', notes, voices: [] });
  await vi.advanceTimersByTimeAsync(0);
  expect(editor.items.get('ociRecipe.checks')?.['detail']).toBe(notes[0]);
});

test('many changes on disk come to one look, and the noise of git and packages to none', async () => {
  const { watch, calls } = createScene();
  watch.begin();
  editor.didActivate.fire({ document: dockerfile });
  await vi.advanceTimersByTimeAsync(0);
  const [watcher] = editor.watchers;
  watcher?.changed.fire(Uri.file('/app/.git/objects/ab/cd'));
  watcher?.changed.fire(Uri.file('/app/node_modules/x/index.js'));
  await vi.advanceTimersByTimeAsync(5000);
  const noise = calls.length;
  for (let count = 0; count < 10; count++) {
    watcher?.changed.fire(Uri.file('/app/.git/HEAD'));
  }
  await vi.advanceTimersByTimeAsync(5000);
  expect([noise, calls]).toEqual([1, ['start', 'filesChanged']]);
});

test('a HEAD outside the workspace is watched, and nothing is when it is over', async () => {
  const { watch } = createScene();
  watch.begin();
  editor.didActivate.fire({ document: dockerfile });
  await vi.advanceTimersByTimeAsync(0);
  expect(editor.watchers.at(-1)?.pattern).toMatchObject({
    baseUri: { path: '/git' },
    pattern: '{HEAD,index}',
  });
  watch.dispose();
  expect(editor.watchers.every(({ isDisposed }) => isDisposed)).toBe(true);
});
