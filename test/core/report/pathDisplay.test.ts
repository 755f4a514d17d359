import { expect, test } from 'vitest';

import { toDisplayPath } from '../../../src/core/report/pathDisplay.js';

test.each([
  ['/work/Dockerfile', 'Dockerfile'],
  ['/work/a/b', 'a/b'],
  ['/work', '.'],
  ['/work/..data/x', '..data/x'],
  ['/other/Dockerfile', '/other/Dockerfile'],
  ['/worker', '/worker'],
])('%s seen from /work is %s', (path, expected) => {
  expect(toDisplayPath(path, '/work')).toBe(expected);
});
