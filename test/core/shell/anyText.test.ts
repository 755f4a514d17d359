import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { loadShellParser } from '../../../src/core/shell/loadShellParser.js';
import type { ShellParser, ShellSpan } from '../../../src/core/shell/shellScript.js';
import { createTestHost } from '../../support/testHost.js';

let shell: ShellParser;

beforeAll(async () => {
  shell = await loadShellParser(createTestHost());
});

/** Texts of pieces that mean something to a shell, and of some that do not. */
const pieces = fc.array(
  fc.constantFrom(
    ...[
      'apt-get',
      ' install ',
      '-y',
      'a',
      ' ',
      '\n',
      '\\\n',
      ';',
      '&&',
      '||',
      '|',
      '|&',
      '&',
      '$(',
      ')',
      '`',
      '"',
    ],
    ...[
      "'",
      '{',
      '}',
      '(',
      '((',
      '))',
      'if ',
      ' then ',
      ' fi',
      'for ',
      ' in ',
      ' do ',
      ' done',
      'case ',
      ' esac',
    ],
    ...[
      '<<A\n',
      '\nA\n',
      '<',
      '>',
      '>>',
      '$X',
      '${X',
      ':-',
      '[',
      ']',
      '[[ ',
      ' ]]',
      '*',
      '#',
      '=',
      '\\',
      'é',
      '😀',
      '\0',
    ],
  ),
  { maxLength: 40 },
);

describe('whatever the text', () => {
  it('parsing does not fail, and all places lie inside', () => {
    fc.assert(
      fc.property(
        pieces.map((parts) => parts.join('')),
        (text) => {
          const { original, commands, pipes } = shell.parse(text);
          const spans: readonly ShellSpan[] = [
            ...commands,
            ...commands.flatMap(({ words }) => words),
            ...pipes,
          ];
          expect(original).toBe(text);
          expect(spans.filter(({ start, end }) => start < 0 || start >= end || end > text.length)).toEqual(
            [],
          );
        },
      ),
      { numRuns: 2000, seed: 20_26 },
    );
  });
});
