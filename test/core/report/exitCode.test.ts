import { expect, test } from 'vitest';

import { worstExitCode } from '../../../src/core/report/exitCode.js';

test('the worst exit code of several builds is that of the program', () => {
  expect([worstExitCode([]), worstExitCode([0, 1, 0]), worstExitCode([1, 130, 2])]).toEqual([0, 1, 130]);
});
