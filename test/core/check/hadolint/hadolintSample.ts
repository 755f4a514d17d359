import type { HadolintConfig } from '../../../../src/core/check/hadolint/hadolintConfig.js';
import { instructionRules } from '../../../../src/core/check/hadolint/instructionRules.js';
import { parseHadolintConfig } from '../../../../src/core/check/hadolint/parseHadolintConfig.js';
import type { Remark } from '../../../../src/core/check/rule.js';
import { parseDockerfile } from '../../../../src/core/dockerfile/parseDockerfile.js';
import type { Differences } from '../sampleSubject.js';
import { sample } from '../sampleSubject.js';

/** hadolint's configuration with this text. */
export function configOf(text: string): HadolintConfig {
  return parseHadolintConfig(text, '/repo/.hadolint.yaml');
}

/** What one of hadolint's instruction rules says of a Dockerfile, with nothing else in between. */
export function remarksOf(
  code: string,
  text: string,
  config = '',
  differences: Differences = {},
): readonly Remark[] {
  const rule = instructionRules.find(({ name }) => name === code);
  if (rule === undefined) {
    throw new Error(`There is no rule ${code}.`);
  }
  const { recipe, subject } = sample({ ...differences, text });
  return rule.check({
    recipe,
    subject: { ...subject, hadolint: configOf(config) },
    document: parseDockerfile(text),
    builds: [],
    sources: [],
    isLaunchpadMeant: false,
  });
}

/** The lines (from 1) on which a rule says something. */
export function linesOf(code: string, text: string, config = ''): readonly number[] {
  return remarksOf(code, text, config).map(({ range }) => range.start.line + 1);
}

/** The stretches of a Dockerfile that a rule points at. */
export function wordsOf(code: string, text: string, config = ''): readonly string[] {
  const lines = text.split('\n');
  return remarksOf(code, text, config).map(({ range: { start, end } }) =>
    start.line === end.line
      ? (lines[start.line] ?? '').slice(start.character, end.character)
      : [
          (lines[start.line] ?? '').slice(start.character),
          ...lines.slice(start.line + 1, end.line),
          (lines[end.line] ?? '').slice(0, end.character),
        ].join('\n'),
  );
}
