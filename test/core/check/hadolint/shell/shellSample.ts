import { describe, expect, it } from 'vitest';

import { shellRules } from '../../../../../src/core/check/hadolint/shellRules.js';
import type { Remark } from '../../../../../src/core/check/rule.js';
import { parseDockerfile } from '../../../../../src/core/dockerfile/parseDockerfile.js';
import { loadShellParser } from '../../../../../src/core/shell/loadShellParser.js';
import { createTestHost } from '../../../../support/testHost.js';
import { sample } from '../../sampleSubject.js';

const shell = await loadShellParser(createTestHost());

/** What one of hadolint's shell rules says of a Dockerfile, with nothing else in between. */
export function remarksOf(code: string, text: string): readonly Remark[] {
  const rule = shellRules.find(({ name }) => name === code);
  if (rule === undefined) {
    throw new Error(`There is no rule ${code}.`);
  }
  const { recipe, subject } = sample({ text });
  return rule.check({
    recipe,
    subject: { ...subject, shell },
    document: parseDockerfile(text),
    builds: [],
    sources: [],
    isLaunchpadMeant: false,
  });
}

/** The lines (from 1) of the instructions that a rule says something about: hadolint's lines. */
export function linesOf(code: string, text: string): readonly number[] {
  return remarksOf(code, text).map(({ instructionLine = -1 }) => instructionLine + 1);
}

/** The stretches of a Dockerfile that a rule points at. */
export function stretchesOf(code: string, text: string): readonly string[] {
  const lines = text.split('\n');
  const offsetOf = ({ line, character }: { line: number; character: number }): number =>
    lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + character;
  return remarksOf(code, text).map(({ range }) => text.slice(offsetOf(range.start), offsetOf(range.end)));
}

/** What single RUN instructions say: the shell behind RUN, flags before it. */
export interface RunCases {
  /** A shell text, or one with the stretch of it that is pointed at. */
  readonly found: readonly (string | readonly [string, string])[];
  readonly clean: readonly string[];
  readonly severity: Remark['severity'];
  /** Whether hadolint looks into ONBUILD; default true. */
  readonly triggers?: boolean;
}

/** Tests of a rule with RUN and ONBUILD RUN in front of each text. */
export function describeRuns(title: string, { found, clean, severity, triggers = true }: RunCases): void {
  const code = title.split(',', 1)[0] ?? '';
  describe(title, () => {
    it.each(found.map((one) => (typeof one === 'string' ? ([one, undefined] as const) : one)))(
      'is found: %s',
      (run, stretch) => {
        const text = `FROM ubuntu:24.04\nRUN ${run}\nCMD ["x"]\n`;
        expect(linesOf(code, text)).toEqual([2]);
        expect(remarksOf(code, text)[0]?.severity).toBe(severity);
        expect(linesOf(code, `FROM ubuntu:24.04\nONBUILD RUN ${run}`)).toEqual(triggers ? [2] : []);
        if (stretch !== undefined) {
          expect(stretchesOf(code, text)).toEqual([stretch]);
        }
      },
    );
    it.each(clean)('is not found: %s', (run) => {
      expect(linesOf(code, `FROM ubuntu:24.04\nRUN ${run}\n`)).toEqual([]);
      expect(linesOf(code, `FROM ubuntu:24.04\nONBUILD RUN ${run}`)).toEqual([]);
    });
  });
}
