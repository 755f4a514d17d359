import { ValidationCode as Code } from 'dockerfile-utils';

import type { Range } from '../../base/text.js';
import type { DockerfileDocument, Instruction } from '../../dockerfile/dockerfileDocument.js';
import type { DockerfileProblem } from '../dockerfileProblems.js';
import { validateDockerfile } from '../dockerfileProblems.js';
import { placeInDockerfile, placeOfDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** What a builder refuses, or takes against expectation, in the Dockerfile as such; names begin with `Dockerfile`. */
export const dockerfileSyntax: Rule = { name: 'DockerfileSyntax', check };

/** https://docs.docker.com/reference/dockerfile/ */
const runFlags: readonly string[] = ['mount', 'network', 'security', 'device'];
const newAddFlags: readonly string[] = ['--unpack'];

function check(input: RuleInput): readonly Remark[] {
  const { document } = input;
  if (document === undefined) {
    return [];
  }
  if (document.instructions.length === 0) {
    return [emptyRemark(input)];
  }
  const problems = validateDockerfile(document.text);
  if (problems === undefined) {
    return [uncheckedRemark(input)];
  }
  const real = problems.filter((problem) => !isFalseAlarm(input, document, problem));
  return [...real, ...unknownRunFlags(document)].map(({ rule, severity, message, range }) => ({
    rule,
    severity,
    message,
    ...placeInDockerfile(input, range),
  }));
}

function emptyRemark(input: RuleInput): Remark {
  return {
    rule: 'DockerfileNoSourceImage',
    severity: 'error',
    message: 'The Dockerfile has no instructions. Begin with FROM and the image to build on.',
    ...placeOfDockerfile(input),
  };
}

function uncheckedRemark(input: RuleInput): Remark {
  return {
    severity: 'info',
    message:
      'The syntax of this Dockerfile could not be checked: the validator gave up on it. Other rules still apply.',
    ...placeOfDockerfile(input),
  };
}

interface Alarm {
  readonly input: RuleInput;
  readonly text: string;
  readonly range: Range;
  readonly instruction: Instruction | undefined;
}

/** Where the validator is behind BuildKit, or does not know the recipe's arguments. */
const falseAlarms: ReadonlyMap<number, (alarm: Alarm) => boolean> = new Map<
  number,
  (alarm: Alarm) => boolean
>([
  [Code.BASE_NAME_EMPTY, ({ input, instruction }) => hasArgument(input, instruction)],
  [Code.UNSUPPORTED_MODIFIER, ({ text }) => /^(?:[#%/]|\$\{\w+[#%/])/.test(text)],
  [Code.UNKNOWN_ADD_FLAG, ({ text }) => newAddFlags.includes(text)],
  [
    Code.EMPTY_CONTINUATION_LINE,
    ({ instruction }) => instruction?.keyword === 'ADD' && hasHeredoc(instruction),
  ],
  [Code.INVALID_DESTINATION, ({ text }) => /(?:^|\/)\.{1,2}["']?$/.test(text)],
]);

function isFalseAlarm(
  input: RuleInput,
  document: DockerfileDocument,
  { code, range }: DockerfileProblem,
): boolean {
  const alarm: Alarm = {
    input,
    range,
    text: textIn(document.text, range),
    instruction: instructionAt(document, range),
  };
  return falseAlarms.get(code)?.(alarm) ?? false;
}

function hasHeredoc({ words }: Instruction): boolean {
  return words.some((word) => /^\d*<<-?[^<]/.test(word.text));
}

/** Whether the recipe gives the argument that FROM names. */
function hasArgument({ recipe }: RuleInput, from: Instruction | undefined): boolean {
  const name = /^\$\{?(\w+)/.exec(from?.words[0]?.text ?? '')?.[1] ?? '';
  return Object.hasOwn(recipe.target.args, name) && recipe.target.args[name] !== '';
}

function instructionAt({ instructions }: DockerfileDocument, { start }: Range): Instruction | undefined {
  return instructions.find(({ range }) => range.start.line <= start.line && start.line <= range.end.line);
}

function textIn(text: string, { start, end }: Range): string {
  const line = text.split(/\r\n|\r|\n/)[start.line] ?? '';
  return line.slice(start.character, start.line === end.line ? end.character : undefined);
}

/** The validator does not look at the flags of RUN. */
function unknownRunFlags(document: DockerfileDocument): readonly Omit<DockerfileProblem, 'code'>[] {
  return document.instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap(({ flags }) => flags.filter(({ name }) => !runFlags.includes(name)))
    .map(({ name, range }) => ({
      rule: 'DockerfileUnknownFlag',
      severity: 'error',
      message: `Unknown flag of RUN: --${name}. RUN takes ${runFlags.map((known) => `--${known}`).join(', ')}.`,
      range,
    }));
}
