import { expect, test } from 'vitest';

import { parseDockerfile } from '../../../src/core/dockerfile/parseDockerfile.js';
import { misreadLine } from '../../../src/server/assist/misreadLine.js';

test.each([
  ['FROM a AS b\nRUN <<EOF\nCOPY x y\nEOF\nFROM b\n', undefined],
  ['# escape=`\nFROM a\nRUN b `\n  c\n', undefined],
  ['FROM a\nADD <<EOF /x\nCOPY x y\nEOF\n', undefined],
  ['FROM a\rRUN b\r', 1],
])('%j is first read differently at line %s', (text, line) => {
  expect(misreadLine(text, parseDockerfile(text))).toBe(line);
});
