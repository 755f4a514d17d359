import { expect, test } from 'vitest';

import { foldLog } from '../../../src/editor/log/foldLog.js';

function check(lines: readonly string[], expected: readonly (readonly [number, number])[]): void {
  expect(foldLog(lines).map(({ startLine, endLine }) => [startLine, endLine])).toEqual(expected);
}

test('neighbouring lines of one step fold, and a single line does not', () => {
  check(
    [
      'linux/arm64 [build 1/2] FROM busybox',
      'linux/arm64 [build 2/2] RUN make',
      'linux/arm64 [build 2/2] | cc',
      'linux/arm64 [build 2/2] done 1.2s',
    ],
    [[1, 3]],
  );
});

test('the same step on another platform is another fold', () => {
  check(
    [
      'linux/arm64 [build 2/2] | a',
      'linux/arm64 [build 2/2] | b',
      'linux/amd64 [build 2/2] | a',
      'linux/amd64 [build 2/2] | b',
    ],
    [
      [0, 1],
      [2, 3],
    ],
  );
});

test('internal steps and lines of the tool fold as well', () => {
  check(
    ['shared #1 load definition', 'shared #1 done 0.1s', '-- one', '-- two', ''],
    [
      [0, 1],
      [2, 3],
    ],
  );
});

test('an empty log has no folds', () => {
  check([''], []);
});
