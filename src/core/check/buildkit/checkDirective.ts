import { oncePer } from '../../base/oncePer.js';
import type { Range } from '../../base/text.js';
import type { Comment, DockerfileDocument } from '../../dockerfile/dockerfileDocument.js';
import { quoteGo } from '../../dockerfile/goText.js';
import { rangeBetween } from '../../dockerfile/lineTable.js';

/** What a `check=` says; names are as written, their case counts. */
interface CheckOptions {
  readonly skipsAll: boolean;
  readonly skip: ReadonlySet<string>;
  readonly experimentalAll: boolean;
  readonly experimental: ReadonlySet<string>;
  /** `error=true`: what is found makes the build fail. */
  readonly isError: boolean;
}

/** A `check=` that a build refuses. */
interface CheckProblem {
  readonly message: string;
  /** Of the directive; undefined for the build argument. */
  readonly range?: Range;
}

/** All that a Dockerfile and its build arguments say about which checks speak. */
export interface CheckDirectives {
  /** `# check=` at the top, or the build argument, which takes its place altogether. */
  readonly file: CheckOptions;
  /** By the line (from 0) that an instruction begins on; only instructions with a `# check=` above them. */
  readonly instructions: ReadonlyMap<number, CheckOptions>;
  readonly problems: readonly CheckProblem[];
}

/** The build argument that takes the place of the directive. */
const checkArgument = 'BUILDKIT_DOCKERFILE_CHECK';

const none: CheckOptions = {
  skipsAll: false,
  skip: new Set(),
  experimentalAll: false,
  experimental: new Set(),
  isError: false,
};

/**
 * Reads the directive, the comments above instructions, and the build argument.
 * https://docs.docker.com/reference/dockerfile/#check and `frontend/dockerfile/linter/linter.go` of BuildKit
 */
export function readCheckDirectives(
  document: DockerfileDocument,
  buildArgs: Readonly<Record<string, string>>,
): CheckDirectives {
  const outcome = readFileOptions(document, buildArgs);
  const instructions = readInstructionOptions(document);
  return 'options' in outcome
    ? { file: outcome.options, instructions, problems: [] }
    : { file: none, instructions, problems: [outcome] };
}

const readInstructionOptions = oncePer(
  ({ instructions }: DockerfileDocument): CheckDirectives['instructions'] => {
    const found = new Map<number, CheckOptions>();
    for (const { docComments, startLine } of instructions) {
      const options = docComments.length === 0 ? undefined : readCommentOptions(docComments);
      if (options !== undefined) {
        found.set(startLine, options);
      }
    }
    return found;
  },
);

/** Whether any rule is told to be silent anywhere. */
export function silencesChecks({ file, instructions }: CheckDirectives): boolean {
  return file.skipsAll || file.skip.size > 0 || instructions.size > 0;
}

/**
 * Whether a rule is told to be silent in the whole file or, with a line, for the instruction that begins there.
 * `experimental` does not wake a rule that is skipped, except those that speak only when it names them.
 */
export function isSkipped(directives: CheckDirectives, rule: string, startLine?: number): boolean {
  const nearest = startLine === undefined ? undefined : directives.instructions.get(startLine);
  return skips(directives.file, rule) || (nearest !== undefined && skips(nearest, rule));
}

/** Whether `experimental=` turns the rule on, in the whole file or for the instruction. It wins over `skip`. */
export function isTurnedOn(directives: CheckDirectives, rule: string, startLine?: number): boolean {
  const nearest = startLine === undefined ? undefined : directives.instructions.get(startLine);
  return turnsOn(directives.file, rule) || (nearest !== undefined && turnsOn(nearest, rule));
}

/** The comment as BuildKit keeps it: of an indented one, only the first blank is cut off, so its `#` stays. */
export function commentWords(comment: Comment): string {
  return comment.range.start.character === 0 ? comment.text : `# ${comment.text}`;
}

function skips(options: CheckOptions, rule: string): boolean {
  return options.skipsAll || options.skip.has(rule);
}

function turnsOn(options: CheckOptions, rule: string): boolean {
  return options.experimentalAll || options.experimental.has(rule);
}

type Outcome = { readonly options: CheckOptions } | CheckProblem;

function readFileOptions(document: DockerfileDocument, buildArgs: Readonly<Record<string, string>>): Outcome {
  const argument = Object.hasOwn(buildArgs, checkArgument) ? buildArgs[checkArgument] : undefined;
  if (argument !== undefined) {
    const outcome = parseCheckOptions(argument);
    return 'options' in outcome
      ? outcome
      : { message: `The build argument ${checkArgument} is not understood: ${outcome.message}.` };
  }
  const found = findDirective(document);
  if (found === undefined) {
    return { options: none };
  }
  const outcome = parseCheckOptions(found.value);
  return 'options' in outcome
    ? outcome
    : { message: `This check directive is not understood: ${outcome.message}.`, range: found.range };
}

/** Of several comments, the first that is a `check=` counts; one that makes no sense says nothing. */
function readCommentOptions(comments: readonly Comment[]): CheckOptions | undefined {
  for (const comment of comments) {
    const directive = readDirective(commentWords(comment));
    if (directive?.name === 'check') {
      const outcome = parseCheckOptions(directive.value);
      return 'options' in outcome ? outcome.options : undefined;
    }
  }
  return undefined;
}

/** `skip=A,B;error=true;experimental=C`: three parts at most, in any order; the value ends at a blank. */
export function parseCheckOptions(text: string): Outcome {
  const options = { ...none };
  const checked = text.trim();
  for (const part of checked === '' ? [] : splitParts(checked)) {
    const equals = part.indexOf('=');
    const key = (equals === -1 ? part : part.slice(0, equals)).trim();
    const value = part.slice(equals + 1).trim();
    const isKnown = equals !== -1 && ['skip', 'experimental', 'error'].includes(key);
    const isTruth = key !== 'error' || truths.has(value);
    if (!isKnown || !isTruth) {
      return {
        message: isKnown
          ? `error=${value} is neither true nor false`
          : `invalid check option ${quoteGo(key)}`,
      };
    }
    setOption(options, key, value);
  }
  return { options };
}

/** What Go takes for a truth value. */
const truths: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
]);

function setOption(
  options: { -readonly [Key in keyof CheckOptions]: CheckOptions[Key] },
  key: string,
  value: string,
): void {
  const names = new Set(value.split(',').map((name) => name.trim()));
  if (key === 'error') {
    options.isError = truths.get(value) ?? false;
  } else if (key === 'skip') {
    options.skipsAll ||= value === 'all';
    options.skip = value === 'all' ? options.skip : names;
  } else {
    options.experimentalAll ||= value === 'all';
    options.experimental = value === 'all' ? options.experimental : names;
  }
}

/** Semicolons behind the second belong to the third part. */
function splitParts(text: string): readonly string[] {
  const parts = text.split(';');
  return parts.length <= 3 ? parts : [...parts.slice(0, 2), parts.slice(2).join(';')];
}

/**
 * The `check` directive. Unlike other directives it is looked for behind a `#!` line too, and never in an indented
 * line; the first of several counts (a build refuses the second).
 */
function findDirective({
  text,
  lines,
}: DockerfileDocument): { readonly value: string; readonly range: Range } | undefined {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (const [index, written] of text.slice(start).split('\n', maxDirectiveLines).entries()) {
    const from = start;
    start += written.length + 1;
    if (index === 0 && written.startsWith('#!')) {
      continue;
    }
    const directive = written.startsWith('#') ? readDirective(written.slice(1)) : undefined;
    if (directive === undefined) {
      return undefined;
    }
    if (directive.name === 'check') {
      const range = rangeBetween(lines, from, from + written.trimEnd().length);
      return { value: directive.value, range };
    }
  }
  return undefined;
}

/** There are three directives, each once, and a `#!` line. */
const maxDirectiveLines = 5;

const directiveNames: readonly string[] = ['syntax', 'escape', 'check'];

/** `name = value`, without the `#`; the value up to its first space. */
function readDirective(text: string): { readonly name: string; readonly value: string } | undefined {
  const line = text.trim();
  const equals = line.indexOf('=');
  const name = line.slice(0, Math.max(0, equals)).trimEnd().toLowerCase();
  const value = line.slice(equals + 1).trim();
  const isDirective = directiveNames.includes(name) && value !== '';
  return isDirective ? { name, value: value.split(' ', 1)[0] ?? '' } : undefined;
}
