import { beforeEach, expect, test } from 'vitest';

import { createCompareCommand } from '../../../src/editor/commands/compareCommand.js';
import type { FakeEditor } from '../../support/fakeVscode.js';
import { resetFakeVscode, Uri } from '../../support/fakeVscode.js';

let editor: FakeEditor;
let shown: (readonly string[])[];

beforeEach(() => {
  editor = resetFakeVscode();
  shown = [];
});

function compare(...args: unknown[]): Promise<void> {
  const explorer = { show: (sources: readonly string[]) => shown.push(sources) };
  return createCompareCommand(explorer as never)(...args);
}

test('two selected images are shown side by side, a part of a layout as its folder', async () => {
  const selected = [Uri.file('/w/a.tar'), Uri.file('/w/layout/index.json')];
  await compare(selected[0], selected);
  expect(shown).toEqual([['/w/a.tar', '/w/layout']]);
});

test('for one image the other is asked for, beside it', async () => {
  const asked: unknown[] = [];
  const choose = (options: { readonly defaultUri: Uri }): readonly Uri[] => {
    asked.push(options.defaultUri.path);
    return [Uri.file('/w/b.tar')];
  };
  editor.answers = [(([file]: readonly string[]) => file) as never, choose as never];
  await compare(Uri.file('/w/a.tar'));
  expect([shown, asked]).toEqual([[['/w/a.tar', '/w/b.tar']], ['/w']]);
});

test('who goes away sees nothing', async () => {
  await compare(Uri.file('/w/a.tar'));
  expect(shown).toEqual([]);
});

test('of more than two it says that they are too many', async () => {
  await compare(
    Uri.file('/a'),
    ['/a', '/b', '/c'].map((path) => Uri.file(path)),
  );
  expect([shown, editor.messages.map(({ kind }) => kind)]).toEqual([[], ['info']]);
});
