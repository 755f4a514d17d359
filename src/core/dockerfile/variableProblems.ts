import type { BuildProblem, Instruction, ProblemCode } from './dockerfileDocument.js';
import { flagOf } from './dockerfileDocument.js';
import type { Expansion, Lookup } from './expandWord.js';
import { expand } from './expandWord.js';
import { quoteGo } from './goText.js';

/** A text that the builder expands, and where it stands. */
export interface ExpandedText {
  readonly text: string;
  readonly range: BuildProblem['range'];
}

/** Whether a text holds anything that expansion could change or refuse. */
const hasSyntax = /[$'"\\`]/;

/** What the builder says of a text that it cannot expand. */
export function expansionProblem(
  { text, range }: ExpandedText,
  { error }: Expansion,
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

/**
 * What the builder refuses of the words of an instruction once it knows the variables; it stops at the first.
 * https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
export function variableProblems(
  instruction: Instruction,
  escape: string,
  lookup: Lookup,
): readonly BuildProblem[] {
  for (const each of expandedTexts(instruction)) {
    const problems = hasSyntax.test(each.text)
      ? expansionProblem(each, expand(each.text, { escape, lookup }))
      : [];
    if (problems.length > 0) {
      return problems;
    }
  }
  return heredocProblems(instruction, lookup);
}

/** In the body of a heredoc the backslash escapes, whatever the directive says, and quotes mean nothing. */
function heredocProblems({ keyword, heredocs }: Instruction, lookup: Lookup): readonly BuildProblem[] {
  if (keyword !== 'COPY' && keyword !== 'ADD') {
    return [];
  }
  return heredocs
    .filter((heredoc) => heredoc.expand)
    .flatMap(({ content, range }) =>
      expansionProblem({ text: content, range }, expand(content, { escape: '\\', lookup, skipQuotes: true })),
    )
    .slice(0, 1);
}

/** The texts of an instruction in which variables are replaced; those of RUN's mounts are not among them. */
function expandedTexts(instruction: Instruction): readonly ExpandedText[] {
  switch (instruction.keyword) {
    case 'ENV':
    case 'LABEL':
      return pairTexts(instruction);
    case 'ARG':
      return pairTexts(instruction).filter((_text, index) => index % 2 === 1);
    case 'ADD':
    case 'COPY':
      return [...flagTexts(instruction, ['chown', 'chmod', 'checksum']), ...instruction.words];
    case 'EXPOSE':
    case 'STOPSIGNAL':
    case 'USER':
    case 'VOLUME':
    case 'WORKDIR':
      return instruction.words;
    default:
      return [];
  }
}

/** Keys and values in turn. */
function pairTexts({ assignments = [] }: Instruction): readonly ExpandedText[] {
  return assignments.flatMap(({ key, keyRange, value = '', valueRange }) => [
    { text: key, range: keyRange },
    { text: value, range: valueRange ?? keyRange },
  ]);
}

function flagTexts(instruction: Instruction, names: readonly string[]): readonly ExpandedText[] {
  return names.flatMap((name) => {
    const flag = flagOf(instruction, name);
    return flag?.value === undefined ? [] : [{ text: flag.value, range: flag.valueRange ?? flag.range }];
  });
}
