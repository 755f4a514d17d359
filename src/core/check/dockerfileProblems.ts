import { validate, ValidationCode as Code, ValidationSeverity } from 'dockerfile-utils';
import type { Diagnostic } from 'vscode-languageserver-types';

import type { Range } from '../base/text.js';
import type { Severity } from '../finding/finding.js';

/** A problem of a Dockerfile's syntax, under our name for it. */
export interface DockerfileProblem {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  /** The validator's own code. */
  readonly code: number;
}

/** Our names of the validator's codes; `error` is what makes a builder refuse the file. */
const names: ReadonlyMap<number, readonly [string, Severity]> = new Map<number, readonly [string, Severity]>([
  [Code.CASING_DIRECTIVE, ['DockerfileDirectiveCasing', 'hint']],
  [Code.ARGUMENT_MISSING, ['DockerfileArgumentMissing', 'error']],
  [Code.ARGUMENT_EXTRA, ['DockerfileArgumentCount', 'error']],
  [Code.ARGUMENT_REQUIRES_ONE, ['DockerfileArgumentCount', 'error']],
  [Code.ARGUMENT_REQUIRES_AT_LEAST_ONE, ['DockerfileArgumentCount', 'error']],
  [Code.ARGUMENT_REQUIRES_TWO, ['DockerfileArgumentCount', 'error']],
  [Code.ARGUMENT_REQUIRES_AT_LEAST_TWO, ['DockerfileArgumentCount', 'error']],
  [Code.ARGUMENT_REQUIRES_ONE_OR_THREE, ['DockerfileArgumentCount', 'error']],
  [Code.ARGUMENT_UNNECESSARY, ['DockerfileArgumentCount', 'error']],
  [Code.DUPLICATE_BUILD_STAGE_NAME, ['DockerfileDuplicateStageName', 'warning']],
  [Code.EMPTY_CONTINUATION_LINE, ['DockerfileEmptyContinuation', 'warning']],
  [Code.INVALID_BUILD_STAGE_NAME, ['DockerfileInvalidStageName', 'error']],
  [Code.FLAG_AT_LEAST_ONE, ['DockerfileInvalidFlagValue', 'error']],
  [Code.FLAG_DUPLICATE, ['DockerfileDuplicateFlag', 'error']],
  [Code.FLAG_INVALID_DURATION, ['DockerfileInvalidFlagValue', 'error']],
  [Code.FLAG_LESS_THAN_1MS, ['DockerfileInvalidFlagValue', 'error']],
  [Code.FLAG_MISSING_DURATION, ['DockerfileInvalidFlagValue', 'error']],
  [Code.FLAG_MISSING_VALUE, ['DockerfileInvalidFlagValue', 'error']],
  [Code.FLAG_UNKNOWN_UNIT, ['DockerfileInvalidFlagValue', 'error']],
  [Code.FLAG_INVALID_FROM_VALUE, ['DockerfileInvalidFlagValue', 'error']],
  [Code.FLAG_EXPECTED_BOOLEAN_VALUE, ['DockerfileInvalidFlagValue', 'error']],
  [Code.NO_SOURCE_IMAGE, ['DockerfileNoSourceImage', 'error']],
  [Code.INVALID_ESCAPE_DIRECTIVE, ['DockerfileInvalidDirective', 'error']],
  [Code.DUPLICATED_ESCAPE_DIRECTIVE, ['DockerfileInvalidDirective', 'error']],
  [Code.INVALID_AS, ['DockerfileInvalidFrom', 'error']],
  [Code.INVALID_DESTINATION, ['DockerfileInvalidDestination', 'warning']],
  [Code.INVALID_PORT, ['DockerfileInvalidPort', 'error']],
  [Code.INVALID_PROTO, ['DockerfileInvalidPort', 'error']],
  [Code.INVALID_REFERENCE_FORMAT, ['DockerfileInvalidFrom', 'error']],
  [Code.INVALID_SIGNAL, ['DockerfileInvalidSignal', 'error']],
  [Code.INVALID_SYNTAX, ['DockerfileInvalidSyntax', 'error']],
  [Code.ONBUILD_CHAINING_DISALLOWED, ['DockerfileInvalidOnbuild', 'error']],
  [Code.ONBUILD_TRIGGER_DISALLOWED, ['DockerfileInvalidOnbuild', 'error']],
  [Code.SHELL_JSON_FORM, ['DockerfileInvalidShell', 'error']],
  [Code.SHELL_REQUIRES_ONE, ['DockerfileInvalidShell', 'error']],
  [Code.SYNTAX_MISSING_EQUALS, ['DockerfileInvalidSyntax', 'error']],
  [Code.SYNTAX_MISSING_NAMES, ['DockerfileInvalidSyntax', 'error']],
  [Code.SYNTAX_MISSING_SINGLE_QUOTE, ['DockerfileInvalidSyntax', 'error']],
  [Code.SYNTAX_MISSING_DOUBLE_QUOTE, ['DockerfileInvalidSyntax', 'error']],
  [Code.MULTIPLE_INSTRUCTIONS, ['DockerfileRepeatedInstruction', 'warning']],
  [Code.UNKNOWN_INSTRUCTION, ['DockerfileUnknownInstruction', 'error']],
  [Code.UNKNOWN_ADD_FLAG, ['DockerfileUnknownFlag', 'error']],
  [Code.UNKNOWN_COPY_FLAG, ['DockerfileUnknownFlag', 'error']],
  [Code.UNKNOWN_FROM_FLAG, ['DockerfileUnknownFlag', 'error']],
  [Code.UNKNOWN_HEALTHCHECK_FLAG, ['DockerfileUnknownFlag', 'error']],
  [Code.UNKNOWN_TYPE, ['DockerfileInvalidHealthcheck', 'error']],
  [Code.UNSUPPORTED_MODIFIER, ['DockerfileUnsupportedModifier', 'error']],
  [Code.DEPRECATED_MAINTAINER, ['DockerfileMaintainerDeprecated', 'warning']],
  [Code.HEALTHCHECK_CMD_ARGUMENT_MISSING, ['DockerfileInvalidHealthcheck', 'error']],
  [Code.JSON_IN_SINGLE_QUOTES, ['DockerfileJsonInSingleQuotes', 'warning']],
  [Code.WORKDIR_IS_NOT_ABSOLUTE, ['DockerfileRelativeWorkdir', 'warning']],
  [Code.BASE_NAME_EMPTY, ['DockerfileEmptyBaseName', 'error']],
]);

const settings = {
  deprecatedMaintainer: ValidationSeverity.WARNING,
  directiveCasing: ValidationSeverity.WARNING,
  emptyContinuationLine: ValidationSeverity.WARNING,
  // Why: lower case throughout is a style, not a mistake.
  instructionCasing: ValidationSeverity.IGNORE,
  instructionCmdMultiple: ValidationSeverity.WARNING,
  instructionEntrypointMultiple: ValidationSeverity.WARNING,
  instructionHealthcheckMultiple: ValidationSeverity.WARNING,
  instructionJSONInSingleQuotes: ValidationSeverity.WARNING,
  instructionWorkdirRelative: ValidationSeverity.WARNING,
};

/** What dockerfile-utils says of a text; undefined when its validator gives up on it. */
export function validateDockerfile(text: string): readonly DockerfileProblem[] | undefined {
  const direct = attempt(text);
  if (direct !== undefined) {
    return direct.flatMap(toProblem);
  }
  // Why: the validator loses itself in variables of an indented preamble, so it gets the text without indentation.
  const indents = text.split('\n').map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const flush = attempt(text.replace(/^[ \t]+/gm, ''));
  return flush
    ?.flatMap(toProblem)
    .map((problem) => ({ ...problem, range: indented(problem.range, indents) }));
}

function attempt(text: string): readonly Diagnostic[] | undefined {
  try {
    return validate(text, settings);
  } catch {
    return undefined;
  }
}

function toProblem({ code, message, range }: Diagnostic): readonly DockerfileProblem[] {
  const named = typeof code === 'number' ? names.get(code) : undefined;
  if (named === undefined || typeof code !== 'number') {
    return [];
  }
  const [rule, severity] = named;
  const text = typeof message === 'string' ? message : message.value;
  return [{ rule, severity, message: /[.!?]$/.test(text) ? text : `${text}.`, range, code }];
}

function indented(range: Range, indents: readonly number[]): Range {
  return { start: moved(range.start, indents), end: moved(range.end, indents) };
}

function moved({ line, character }: Range['start'], indents: readonly number[]): Range['start'] {
  return { line, character: character + (indents[line] ?? 0) };
}
