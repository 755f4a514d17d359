import { beforeEach, expect, test } from 'vitest';

import { createSilenceCommand } from '../../../src/editor/language/silenceCommand.js';
import type { FakeDocument, FakeEditor } from '../../support/fakeVscode.js';
import { resetFakeVscode, Uri } from '../../support/fakeVscode.js';

let editor: FakeEditor;
const at = { line: 1, character: 0 };
const argument = {
  rule: 'DL3008',
  uri: 'file:///app/Dockerfile',
  edits: [{ range: { start: at, end: at }, newText: '# hadolint ignore=DL3008 # {reason}\n' }],
};

beforeEach(() => {
  editor = resetFakeVscode();
});

test('the reason is written into the comment, on one line and letter by letter', async () => {
  editor.answers = [() => ' newest\nwins $& '];
  await createSilenceCommand()(argument);
  expect(editor.applied.map(({ uri, range, newText }) => [uri.path, range.start, newText])).toEqual([
    ['/app/Dockerfile', at, '# hadolint ignore=DL3008 # newest wins $&\n'],
  ]);
});

test('nothing is written without a reason, without edits, or into a document that has changed meanwhile', async () => {
  const silence = createSilenceCommand();
  await silence(argument);
  editor.answers = [() => '  '];
  await silence(argument);
  await silence({ rule: 'DL3008' });
  const open = (version: number): FakeDocument =>
    ({ uri: Uri.file('/app/Dockerfile'), languageId: 'dockerfile', version }) as FakeDocument;
  editor.documents = [open(1)];
  editor.answers = [
    () => {
      editor.documents = [open(2)];
      return 'late';
    },
  ];
  await silence(argument);
  expect(editor.applied).toEqual([]);
  expect(editor.messages).toHaveLength(1);
});
