import type { Remark, Rule, RuleInput } from '../rule.js';

/** A line of the ignore file that makes the builder refuse the build. */
export const invalidIgnorePattern: Rule = {
  name: 'InvalidIgnorePattern',
  family: 'recipe',
  title: 'A line of the ignore file is malformed',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check({ ignore, subject }: RuleInput): readonly Remark[] {
  const { ignoreFile } = subject;
  if (ignore === undefined || ignoreFile === undefined) {
    return [];
  }
  return ignore.problems.map(({ line, text, message }) => ({
    severity: 'error',
    message: `The ignore pattern "${text}" cannot be used: ${message}. Correct or remove the line.`,
    file: ignoreFile.path,
    range: { start: { line, character: 0 }, end: { line, character: lengthOfLine(ignoreFile.text, line) } },
  }));
}

function lengthOfLine(text: string, line: number): number {
  return text.split('\n')[line]?.replace(/\r$/, '').length ?? 0;
}
