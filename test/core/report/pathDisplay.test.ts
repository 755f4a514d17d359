import { expect, test } from 'vitest';

import { toDisplayPath } from '../../../src/core/report/pathDisplay.js';

test.each([
  ['/recipes/Dockerfile', 'Dockerfile'],
  ['/recipes/a/b', 'a/b'],
  ['/recipes', '.'],
  ['/recipes/..data/x', '..data/x'],
  ['/other/Dockerfile', '/other/Dockerfile'],
  ['/worker', '/worker'],
])('%s seen from /work is %s', (path, expected) => {
  expect(toDisplayPath(path, '/recipes')).toBe(expected);
});
