import { ValidationCode as Code } from 'dockerfile-utils';

import type { Range } from '../../base/text.js';
import type { DockerfileDocument, Instruction } from '../../dockerfile/dockerfileDocument.js';
import type { DockerfileProblem } from '../dockerfileProblems.js';
import { validateDockerfile } from '../dockerfileProblems.js';
import { expandWord } from '../../dockerfile/expandWord.js';
import { placeInDockerfile, placeOfDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** What a builder refuses, or takes against expectation, in the Dockerfile as such; names begin with `Dockerfile`. */
export const dockerfileSyntax: Rule = {
  name: 'DockerfileSyntax',
  family: 'recipe',
  title: 'A builder refuses something in the Dockerfile, or understands it otherwise than it looks',
  severity: 'error',
  preset: 'recommended',
  check,
};

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
  const own = [...unknownRunFlags(document), ...brokenWords(document), ...openHeredocs(document)];
  return [...real, ...own].map(({ rule, severity, message, range }) => ({
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

/** What is found here and not by the validator. */
type OwnProblem = Omit<DockerfileProblem, 'code'>;

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

/** Words of COPY and ADD end at blanks, whatever quotes say: then one quote is left over in each half. */
function brokenWords(document: DockerfileDocument): readonly OwnProblem[] {
  return document.instructions
    .filter(({ keyword, form }) => (keyword === 'COPY' || keyword === 'ADD') && form === 'words')
    .flatMap(({ keyword, words }) => {
      const broken = words.find(({ text }) => expandWord(text, document.escape, () => 'x') === undefined);
      return broken === undefined ? [] : [{ keyword, broken }];
    })
    .map(({ keyword, broken: { text, range } }) => ({
      rule: 'DockerfileInvalidSyntax',
      severity: 'error',
      message:
        `The builder cannot read the word ${text}: a quote or brace is not closed in it. Blanks end a word even in ` +
        `quotes; for names with blanks write ${keyword} ["a name", "/destination/"].`,
      range,
    }));
}

/** https://docs.docker.com/reference/dockerfile/#here-documents */
function openHeredocs({ text, instructions }: DockerfileDocument): readonly OwnProblem[] {
  const lines = text.split(/\r?\n/);
  return instructions
    .filter(({ keyword, form }) => ['RUN', 'COPY', 'ADD'].includes(keyword) && form === 'words')
    .flatMap((instruction) => {
      let line = instruction.range.start.line;
      return instruction.words.flatMap(({ text: word, range }): readonly OwnProblem[] => {
        const [, dash, name] = /^\d*<<(-?)["']?([A-Za-z_]\w*)["']?$/.exec(word) ?? [];
        if (name === undefined || line === -1) {
          return [];
        }
        const isEnd = (candidate: string): boolean =>
          (dash === '-' ? candidate.replace(/^\t+/, '') : candidate) === name;
        line = lines.findIndex((candidate, index) => index > line && isEnd(candidate));
        const message = `This here-document has no end. Write ${name} alone on a line behind it.`;
        return line === -1 ? [{ rule: 'DockerfileInvalidSyntax', severity: 'error', message, range }] : [];
      });
    });
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
function unknownRunFlags(document: DockerfileDocument): readonly OwnProblem[] {
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
