import { expect, test } from 'vitest';

import { fitText } from '../../../src/cli/progress/textWidth.js';

test.each([
  ['RUN make', 8, 'RUN make'],
  ['RUN make', 7, 'RUN ma…'],
  ['漢字漢字', 8, '漢字漢字'],
  ['漢字漢字', 6, '漢字…'],
  ['█░→', 3, '█░→'],
  ['x', 0, ''],
  ['', 0, ''],
])('%s in %d columns is %s', (text, columns, expected) => {
  expect(fitText(text, columns, '…')).toBe(expected);
});
