import { beforeEach, expect, test } from 'vitest';

import type { BuildStore } from '../../../src/editor/builds/buildStore.js';
import { LogDocuments } from '../../../src/editor/log/logDocuments.js';
import { createTestHost } from '../../support/testHost.js';
import { fake, Range, resetFakeVscode, Uri } from '../../support/fakeVscode.js';

beforeEach(() => {
  resetFakeVscode();
});

const store = { onDidChange: () => ({ dispose: () => undefined }) } as unknown as BuildStore;

/** The line an editor is scrolled to when a log of `lineCount` lines in it grows, if it is scrolled at all. */
function scrollsTo(scheme: string, lastVisibleLine: number): number | undefined {
  const documents = new LogDocuments(createTestHost(), store);
  let revealed: number | undefined;
  const document = {
    uri: Uri.from({ scheme, path: '/1/greeting.oci-recipe-log' }),
    lineCount: 100,
    lineAt: (line: number) => ({ range: new Range(line, 0, line, 0) }),
  };
  fake.visibleEditors = [
    {
      document,
      visibleRanges: [new Range(lastVisibleLine - 20, 0, lastVisibleLine, 0)],
      revealRange: (range: Range) => {
        revealed = range.start.line;
      },
    },
  ];
  fake.didChange.fire({ document });
  revealed = undefined;
  document.lineCount = 150;
  fake.didChange.fire({ document });
  documents.dispose();
  return revealed;
}

test('a log whose end is in sight scrolls along as it grows', () => {
  expect(scrollsTo('oci-recipe-log', 99)).toBe(149);
});

test('a log scrolled back stays where it is', () => {
  expect(scrollsTo('oci-recipe-log', 50)).toBeUndefined();
});

test('other documents are left alone', () => {
  expect(scrollsTo('file', 99)).toBeUndefined();
});
