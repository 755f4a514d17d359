import { expect, test } from 'vitest';

import { startOfText } from '../../../src/core/base/text.js';
import type { Finding } from '../../../src/core/finding/finding.js';
import { mergeFindings } from '../../../src/server/check/mergeFindings.js';

function finding(rule: string, message: string, aliases: readonly string[] = []): Finding {
  return { rule, severity: 'warning', message, file: '/a', range: startOfText, fixes: [], aliases };
}

test('what was said already, under its name or an alias, is not said again', () => {
  const own = [finding('StageNameCasing', 'ours', ['DL9999'])];
  const others = [
    finding('StageNameCasing', 'theirs'),
    finding('DL9999', 'theirs'),
    finding('SC2086', 'new'),
  ];
  expect(mergeFindings(own, others).map(({ message }) => message)).toEqual(['ours', 'new']);
});
