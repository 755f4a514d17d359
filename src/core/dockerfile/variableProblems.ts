import type { BuildProblem, ProblemCode } from './dockerfileDocument.js';
import type { Expansion } from './expandWord.js';
import { quoteGo } from './goText.js';

/** A text that the builder expands, and where it stands. */
export interface ExpandedText {
  readonly text: string;
  readonly range: BuildProblem['range'];
}

/** What the builder says of a text that it cannot expand. */
export function expansionProblem(
  { text, range }: ExpandedText,
  { error }: Pick<Expansion, 'error'>,
): readonly BuildProblem[] {
  return error === undefined
    ? []
    : [{ code: codeOf(error), message: `failed to process ${quoteGo(text)}: ${error}`, range }];
}

function codeOf(error: string): ProblemCode {
  // Why: at the end of the text BuildKit finds a character that is none where the brace should be.
  if (error.startsWith('unsupported modifier')) {
    return error.includes('\uFFFD') ? 'invalid-syntax' : 'unsupported-modifier';
  }
  return /^(?:unexpected end|syntax error|invalid pattern)/.test(error) ? 'invalid-syntax' : 'unset-variable';
}
