import type { BuildProblem, Instruction, ProblemCode, Word } from './dockerfileDocument.js';
import { flagOf } from './dockerfileDocument.js';
import { expand, expandWord } from './expandWord.js';
import { portError } from './portError.js';
import { isKnownSignal } from './signals.js';
import { sourceKind } from './sourceKind.js';
import { readHeredocWord } from './heredocWord.js';
import type { ValueContext } from './valueContext.js';

/** What the builder refuses of an instruction's values once it knows the variables; values unknown here are let pass. */
export function valueProblems(instruction: Instruction, values: ValueContext): readonly BuildProblem[] {
  switch (instruction.keyword) {
    case 'EXPOSE':
      return inOrder(instruction.words)
        .flatMap((word) => portProblems(word, values))
        .slice(0, 1);
    case 'STOPSIGNAL':
      return instruction.words.flatMap((word) => signalProblems(word, values));
    case 'VOLUME':
      return instruction.words.flatMap((word) => volumeProblems(word, values)).slice(0, 1);
    case 'ADD':
    case 'COPY':
      return copyProblems(instruction, values).slice(0, 1);
    default:
      return [];
  }
}

function refuse(code: ProblemCode, message: string, { range }: Pick<Word, 'range'>): readonly BuildProblem[] {
  return [{ code, message, range }];
}

/** The builder sorts the ports before it looks at them. */
function inOrder(words: readonly Word[]): readonly Word[] {
  return words.toSorted(({ text: one }, { text: other }) => (one < other ? -1 : Number(one > other)));
}

function portProblems(word: Word, values: ValueContext): readonly BuildProblem[] {
  const { words } = expand(word.text, values);
  if (words === undefined) {
    values.leaveOpen();
    return [];
  }
  return words.flatMap(({ text }) => {
    const error = portError(text);
    return error === undefined ? [] : refuse('invalid-port', error, word);
  });
}

function signalProblems(word: Word, values: ValueContext): readonly BuildProblem[] {
  const signal = valueOf(word.text, values);
  return signal === undefined || isKnownSignal(signal)
    ? []
    : refuse('invalid-signal', `invalid signal: ${signal}`, word);
}

function volumeProblems(word: Word, values: ValueContext): readonly BuildProblem[] {
  return valueOf(word.text, values) === ''
    ? refuse('invalid-syntax', 'VOLUME specified can not be an empty string', word)
    : [];
}

/** Undefined where it is not known here, which is noted. */
function valueOf(text: string, { escape, lookup, leaveOpen }: ValueContext): string | undefined {
  const value = expandWord(text, escape, lookup);
  if (value === undefined) {
    leaveOpen();
  }
  return value;
}

function copyProblems(instruction: Instruction, values: ValueContext): readonly BuildProblem[] {
  return [
    ...chmodProblems(instruction, values),
    ...checksumProblems(instruction, values),
    ...remoteProblems(instruction, values),
  ];
}

/** Octal, or as chmod takes it: `u=rwX,go-w`. */
function chmodProblems(instruction: Instruction, values: ValueContext): readonly BuildProblem[] {
  const flag = flagOf(instruction, 'chmod');
  const mode = valueOf(flag?.value ?? '', values);
  if (flag === undefined || mode === undefined || mode === '') {
    return [];
  }
  if (/^[0-7]+$/.test(mode) && Number.parseInt(mode, 8) <= 0o7777) {
    return [];
  }
  const octal = `invalid chmod parameter: '${mode}'. it should be octal string and between 0 and 07777`;
  if (/^\d/.test(mode)) {
    return refuse('invalid-flag-value', octal, flag);
  }
  const clause = /^[ugoa]*(?:[-+=](?:[ugo]|[rwxXst]*))+$/;
  return mode.split(',').every((part) => clause.test(part))
    ? []
    : refuse('invalid-flag-value', 'invalid syntax', flag);
}

function checksumProblems(instruction: Instruction, values: ValueContext): readonly BuildProblem[] {
  const flag = flagOf(instruction, 'checksum');
  const checksum = valueOf(flag?.value ?? '', values);
  if (instruction.keyword !== 'ADD' || flag === undefined || checksum === undefined || checksum === '') {
    return [];
  }
  const sources = pathWords(instruction);
  const [only] = sources;
  if (only === undefined || sources.length !== 1) {
    return refuse('invalid-flag-value', "checksum can't be specified for multiple sources", flag);
  }
  const source = valueOf(only.text, values);
  if (source === undefined) {
    return [];
  }
  const isRemote = /^https?:\/\//.test(source) || sourceKind(source) === 'git';
  return isRemote ? [] : refuse('invalid-flag-value', 'checksum requires HTTP(S) or Git sources', flag);
}

/** A source that is not known here is taken for a path: nobody writes `COPY` for anything else. */
function remoteProblems(instruction: Instruction, { escape, lookup }: ValueContext): readonly BuildProblem[] {
  if (instruction.keyword !== 'COPY') {
    return [];
  }
  return pathWords(instruction).flatMap((word) => {
    const source = expandWord(word.text, escape, lookup);
    if (source !== undefined && sourceKind(source) === 'git') {
      return refuse('invalid-source', "source can't be a git ref for COPY", word);
    }
    return source !== undefined && /^https?:\/\//.test(source)
      ? refuse('invalid-source', "source can't be a URL for COPY", word)
      : [];
  });
}

/** The sources that are not heredocs. */
function pathWords({ words }: Instruction): readonly Word[] {
  return words.slice(0, -1).filter(({ text }) => {
    const heredoc = readHeredocWord(text);
    return heredoc === undefined || 'error' in heredoc;
  });
}
