import type { BuildProblem, Instruction, ProblemCode } from './dockerfileDocument.js';
import { flagOf } from './dockerfileDocument.js';
import { flagProblems } from './flagProblems.js';
import { parseGoDuration } from './goDuration.js';
import { quoteGo } from './goText.js';
import { readHeredocWord } from './heredocWord.js';
import { mountSyntaxError } from './mountFields.js';
import { suggestionSuffix } from './suggestion.js';

type Check = (instruction: Instruction) => readonly BuildProblem[];

/** The checks of each instruction, in BuildKit's order; it stops at the first that finds something. */
const checks: ReadonlyMap<string, readonly Check[]> = new Map<string, readonly Check[]>([
  ['ADD', [destination, flagProblems, heredocDestination]],
  ['ARG', [atLeastOne, blankNames]],
  ['CMD', [flagProblems]],
  ['COPY', [destination, flagProblems, heredocDestination]],
  ['ENTRYPOINT', [flagProblems]],
  ['ENV', [flagProblems, atLeastOne, blankNames]],
  ['EXPOSE', [atLeastOne, flagProblems]],
  ['FROM', [stageName, flagProblems]],
  ['HEALTHCHECK', [atLeastOne, healthcheck]],
  ['LABEL', [flagProblems, atLeastOne, blankNames]],
  ['MAINTAINER', [exactlyOne, flagProblems]],
  ['ONBUILD', [atLeastOne, flagProblems, onbuild]],
  ['RUN', [flagProblems, mounts, network, security]],
  ['SHELL', [flagProblems, atLeastOne, shellForm]],
  ['STOPSIGNAL', [exactlyOne]],
  ['USER', [exactlyOne, flagProblems]],
  ['VOLUME', [atLeastOne, flagProblems, blankVolume]],
  ['WORKDIR', [exactlyOne, flagProblems]],
]);

/** The instructions there are, in upper case. */
export const knownInstructions: ReadonlySet<string> = new Set(checks.keys());

/**
 * What BuildKit refuses of an instruction whatever the build, in its own words; at most one.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/instructions/parse.go
 */
export function instructionProblems(instruction: Instruction): readonly BuildProblem[] {
  const known = checks.get(instruction.keyword);
  if (known === undefined) {
    const suffix = suggestionSuffix(instruction.written, [...knownInstructions], false);
    const message = `unknown instruction: ${instruction.written}${suffix}`;
    return [{ code: 'unknown-instruction', message, range: instruction.keywordRange }];
  }
  for (const check of known) {
    const problems = check(instruction);
    if (problems.length > 0) {
      return problems;
    }
  }
  return [];
}

function refuse(code: ProblemCode, message: string, range: BuildProblem['range']): readonly BuildProblem[] {
  return [{ code, message, range }];
}

function atLeastOne({ keyword, words, keywordRange }: Instruction): readonly BuildProblem[] {
  return words.length === 0
    ? refuse('argument-missing', `${keyword} requires at least one argument`, keywordRange)
    : [];
}

/** The parser takes the rest of the line for one argument, so there are never two. */
function exactlyOne({ keyword, words, keywordRange }: Instruction): readonly BuildProblem[] {
  return words.length === 1
    ? []
    : refuse('argument-missing', `${keyword} requires exactly one argument`, keywordRange);
}

function destination({ keyword, words, keywordRange }: Instruction): readonly BuildProblem[] {
  const message =
    `${keyword} requires at least two arguments, but only one was provided. ` +
    'Destination could not be determined';
  const [only] = words;
  if (words.length >= 2) {
    return [];
  }
  return only === undefined
    ? refuse('argument-missing', message, keywordRange)
    : refuse('argument-count', message, only.range);
}

function heredocDestination({ keyword, words }: Instruction): readonly BuildProblem[] {
  const last = words.at(-1);
  const heredoc = last === undefined ? undefined : readHeredocWord(last.text);
  return last === undefined || heredoc === undefined || 'error' in heredoc
    ? []
    : refuse('invalid-syntax', `${keyword} cannot accept a heredoc as a destination`, last.range);
}

function blankNames({ keyword, assignments = [] }: Instruction): readonly BuildProblem[] {
  const blank = assignments.find(({ key }) => key === '');
  return blank === undefined
    ? []
    : refuse('invalid-syntax', `${keyword} names can not be blank`, blank.range);
}

function blankVolume({ words }: Instruction): readonly BuildProblem[] {
  const blank = words.find(({ text }) => text === '');
  return blank === undefined
    ? []
    : refuse('invalid-syntax', 'VOLUME specified can not be an empty string', blank.range);
}

function stageName({ words, keywordRange }: Instruction): readonly BuildProblem[] {
  const [base, as, name] = words;
  const message = 'FROM requires either one or three arguments';
  if (base === undefined || (as === undefined && name === undefined)) {
    return base === undefined ? refuse('argument-missing', message, keywordRange) : [];
  }
  if (as === undefined || name === undefined || words.length > 3) {
    const extra = words.length > 3 ? words[3] : as;
    return refuse('argument-count', message, (extra ?? base).range);
  }
  if (as.text.toLowerCase() !== 'as') {
    return refuse('invalid-from', message, as.range);
  }
  const reason = "name can't start with a number or contain symbols";
  return /^[a-z][a-z0-9\-_.]*$/.test(name.text.toLowerCase())
    ? []
    : refuse(
        'invalid-stage-name',
        `invalid name for build stage: ${quoteGo(name.text)}, ${reason}`,
        name.range,
      );
}

function onbuild({ trigger }: Instruction): readonly BuildProblem[] {
  if (trigger === undefined) {
    return [];
  }
  if (trigger.keyword === 'ONBUILD') {
    const message = "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed";
    return refuse('invalid-onbuild', message, trigger.keywordRange);
  }
  return trigger.keyword === 'FROM' || trigger.keyword === 'MAINTAINER'
    ? refuse(
        'invalid-onbuild',
        `${trigger.keyword} isn't allowed as an ONBUILD trigger`,
        trigger.keywordRange,
      )
    : [];
}

function shellForm({ form, words, keywordRange }: Instruction): readonly BuildProblem[] {
  return form === 'json'
    ? []
    : refuse(
        'invalid-shell',
        'SHELL requires the arguments to be in JSON form',
        words[0]?.range ?? keywordRange,
      );
}

/** What cannot be read, and what is never expanded; the rest is looked at when the variables are known. */
function mounts({ flags }: Instruction): readonly BuildProblem[] {
  return flags
    .filter(({ name }) => name === 'mount')
    .flatMap(({ value = '', range, valueRange = range }) => {
      const message = mountSyntaxError(value);
      return message === undefined ? [] : refuse('invalid-flag-value', message, valueRange);
    })
    .slice(0, 1);
}

function network(instruction: Instruction): readonly BuildProblem[] {
  const flag = flagOf(instruction, 'network');
  return flag === undefined || ['default', 'none', 'host'].includes(flag.value ?? '')
    ? []
    : refuse('invalid-flag-value', `invalid network mode ${quoteGo(flag.value ?? '')}`, flag.range);
}

function security(instruction: Instruction): readonly BuildProblem[] {
  const flag = flagOf(instruction, 'security');
  return flag === undefined || ['insecure', 'sandbox'].includes(flag.value ?? '')
    ? []
    : refuse('invalid-flag-value', `security ${quoteGo(flag.value ?? '')} is not valid`, flag.range);
}

function healthcheck(instruction: Instruction): readonly BuildProblem[] {
  const [type, ...command] = instruction.words;
  if (type === undefined) {
    return [];
  }
  const kind = type.text.toUpperCase();
  if (kind === 'NONE') {
    const [extra] = command;
    return extra === undefined
      ? []
      : refuse('argument-count', 'HEALTHCHECK NONE takes no arguments', extra.range);
  }
  const flags = flagProblems(instruction);
  if (flags.length > 0) {
    return flags;
  }
  if (kind !== 'CMD') {
    const message = `Unknown type ${quoteGo(kind)} in HEALTHCHECK (try CMD)`;
    return refuse('invalid-healthcheck', message, type.range);
  }
  if (command.length === 0) {
    return refuse('invalid-healthcheck', 'Missing command after HEALTHCHECK CMD', type.range);
  }
  return [...intervals(instruction), ...retries(instruction)].slice(0, 1);
}

function intervals(instruction: Instruction): readonly BuildProblem[] {
  return ['interval', 'timeout', 'start-period', 'start-interval'].flatMap((name) => {
    const flag = flagOf(instruction, name);
    const duration = parseGoDuration(flag?.value === undefined || flag.value === '' ? '0' : flag.value);
    if (flag === undefined) {
      return [];
    }
    if ('error' in duration) {
      return refuse('invalid-flag-value', duration.error, flag.range);
    }
    return duration.durationMs !== 0 && duration.durationMs < 1
      ? refuse('invalid-flag-value', `Interval "${name}" cannot be less than 1ms`, flag.range)
      : [];
  });
}

function retries(instruction: Instruction): readonly BuildProblem[] {
  const flag = flagOf(instruction, 'retries');
  const value = flag?.value ?? '';
  if (flag === undefined || value === '') {
    return [];
  }
  const parsing = `strconv.ParseInt: parsing ${quoteGo(value)}`;
  if (!/^[-+]?\d+$/.test(value)) {
    return refuse('invalid-flag-value', `${parsing}: invalid syntax`, flag.range);
  }
  const count = Number(value);
  if (count > 2 ** 31 - 1 || count < -(2 ** 31)) {
    return refuse('invalid-flag-value', `${parsing}: value out of range`, flag.range);
  }
  return count < 0 ? refuse('invalid-flag-value', `--retries cannot be negative (${count})`, flag.range) : [];
}
