import { expect, test } from 'vitest';

import { findTargetMentions, renameTarget } from '../../../../src/core/recipe/assist/targetNames.js';

const text = `group:
  default:
    targets: [app, "tool"]
target:
  _base:
    context: .
  app:
    inherits: [_base]
    contexts:
      tool: target:tool
  tool:
    dockerfile: tool.Dockerfile
`;

function applied(
  edits: readonly {
    range: { start: { line: number; character: number }; end: { character: number } };
    newText: string;
  }[],
): string {
  const lines = text.split('\n');
  for (const { range, newText } of edits.toReversed()) {
    const line = lines[range.start.line] ?? '';
    lines[range.start.line] =
      line.slice(0, range.start.character) + newText + line.slice(range.end.character);
  }
  return lines.join('\n');
}

test('a target is mentioned by its key, by groups, by inherits and by contexts', () => {
  const mentions = findTargetMentions(text).filter(({ name }) => name === 'tool');
  expect(
    mentions.map(({ range, isDefinition }) => [range.start.line, range.start.character, isDefinition]),
  ).toEqual([
    [2, 20, false],
    [9, 19, false],
    [10, 2, true],
  ]);
});

test('renaming a target renames every mention, and nothing beside it', () => {
  const outcome = renameTarget(text, { line: 10, character: 3 }, 'helper');
  const edits = outcome.kind === 'edits' ? outcome.edits : [];
  expect(applied(edits)).toBe(
    text
      .replace('"tool"', '"helper"')
      .replace('target:tool', 'target:helper')
      .replace('\n  tool:\n', '\n  helper:\n'),
  );
});

test('a name that bake does not take, or that is taken, is refused with the reason', () => {
  const at = { line: 10, character: 3 };
  expect([renameTarget(text, at, 'a b'), renameTarget(text, at, 'app')]).toEqual([
    { kind: 'refused', reason: expect.stringContaining('letters, digits') as string },
    { kind: 'refused', reason: 'There is a target "app" already.' },
  ]);
});

test('nothing but targets can be renamed', () => {
  expect(renameTarget(text, { line: 5, character: 6 }, 'x').kind).toBe('refused');
});

test('a member of a group that has the name of another group means the group', () => {
  const both = 'group:\n  all:\n    targets: [app]\n  app:\n    targets: []\ntarget:\n  app: {}\n';
  expect(findTargetMentions(both).map(({ isDefinition }) => isDefinition)).toEqual([true]);
});
