import type { DockerfileDocument, Instruction } from '../../dockerfile/dockerfileDocument.js';
import type { JoinedText } from '../../dockerfile/joinedText.js';
import { readBaseImage } from './instruction/baseImage.js';
import { unquote } from './instruction/valueText.js';
import { createNearNames } from './nearNames.js';
import type { ShellPragma } from './pragmas.js';
import { readPragmas } from './pragmas.js';

/** The shells that ShellCheck knows. */
export type ShellDialect = 'sh' | 'bash' | 'dash' | 'ksh';

/** A piece of shell that a build runs. */
export interface RunScript {
  /** The RUN, or the ONBUILD around it. */
  readonly instruction: Instruction;
  readonly dialect: ShellDialect;
  /**
   * What ARG and ENV, or the builder, have set: what the script names, in its order, then what it may have meant by
   * names that are not set.
   */
  readonly variables: readonly string[];
  readonly joined: JoinedText;
}

/** What a RUN finds: the shell that reads it, undefined when ShellCheck knows none of that kind, and variables. */
interface Surroundings {
  readonly dialect: ShellDialect | undefined;
  readonly variables: Variables;
}

/** Names that are set, and those of the stage before. */
interface Variables {
  readonly own: Set<string>;
  readonly parent?: Variables;
}

/** https://docs.docker.com/reference/dockerfile/#predefined-args: there without an ARG */
const predefined = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'];
const builderVariables = predefined.flatMap((name) => [name, name.toLowerCase()]);

/**
 * The shell of all RUN instructions, of ONBUILD too, in file order, each with the shell and variables in force: those
 * of the stage that its own is made from included. Commands in JSON and those for other shells are left out.
 */
export function findRunScripts(document: DockerfileDocument): readonly RunScript[] {
  const pragmas = readPragmas(document).shells;
  const firstLine = document.instructions[0]?.startLine ?? Infinity;
  const isForAll = ({ line }: ShellPragma): boolean => line < firstLine;
  const image: Surroundings = {
    dialect: dialectOf(pragmas.findLast(isForAll)?.shell ?? '/bin/sh'),
    variables: { own: new Set(builderVariables) },
  };
  const near = createNearNames(new Set([...builderVariables, ...allNames(document)]));
  const byStage = new Map<string, Surroundings>();
  const rest = pragmas.filter((pragma) => !isForAll(pragma));
  return document.stages.flatMap(({ from, instructions, name }, index) => {
    const end = document.stages[index + 1]?.from.startLine ?? Infinity;
    const own = rest.filter(({ line }) => line > from.startLine && line < end);
    const parent = byStage.get(readBaseImage(from)?.name.toLowerCase() ?? '') ?? image;
    const stage = walkStage(instructions, own, { parent, near, escape: document.escape });
    if (name !== undefined) {
      byStage.set(name, stage.surroundings);
    }
    return stage.scripts;
  });
}

/** Which of ShellCheck's shells reads a script for this program (`/bin/bash`, `powershell.exe`). */
export function dialectOf(program: string): ShellDialect | undefined {
  const name =
    /[^/\\]*$/
      .exec(program)?.[0]
      .toLowerCase()
      .replace(/\.exe$/, '') ?? '';
  switch (name) {
    case 'sh':
    case 'bash':
    case 'dash':
      return name;
    case 'ash':
    case 'busybox':
      return 'dash';
    case 'ksh':
    case 'ksh93':
    case 'mksh':
      return 'ksh';
    default:
      return undefined;
  }
}

interface Walk {
  readonly parent: Surroundings;
  /** The names like one, of all that the file sets anywhere. */
  readonly near: (name: string) => readonly string[];
  readonly escape: string;
}

function walkStage(
  instructions: readonly Instruction[],
  pragmas: readonly ShellPragma[],
  { parent, near, escape }: Walk,
): { readonly scripts: readonly RunScript[]; readonly surroundings: Surroundings } {
  const variables: Variables = { own: new Set(), parent: parent.variables };
  // Why: what ONBUILD carries meets, besides all that the stage leaves behind, what ONBUILDs before it have set.
  const later: Variables = { own: new Set(), parent: variables };
  let [dialect, laterDialect] = [parent.dialect, parent.dialect];
  let next = 0;
  const scripts = instructions.flatMap((instruction) => {
    for (; (pragmas[next]?.line ?? Infinity) < instruction.startLine; next += 1) {
      dialect = dialectOf(pragmas[next]?.shell ?? '');
      laterDialect = dialect;
    }
    const isLater = instruction.keyword === 'ONBUILD';
    const actual = isLater ? instruction.trigger : instruction;
    if (actual === undefined) {
      return [];
    }
    const scope = isLater ? later : variables;
    namesSetBy(actual, escape).forEach((name) => scope.own.add(name));
    if (actual.keyword === 'SHELL') {
      laterDialect = dialectOfShell(actual.words.map(({ text }) => text));
      dialect = isLater ? dialect : laterDialect;
    }
    const found = { dialect: isLater ? laterDialect : dialect, variables: scope, near };
    return scriptOf(instruction, actual, found);
  });
  return { scripts, surroundings: { dialect, variables } };
}

/** What a file sets in any of its stages. */
function allNames({ stages, escape }: DockerfileDocument): readonly string[] {
  return stages.flatMap(({ instructions }) =>
    instructions.flatMap((instruction) => namesSetBy(instruction.trigger ?? instruction, escape)),
  );
}

/** The variables that an ARG or ENV sets, as far as a shell can name them. */
function namesSetBy({ keyword, assignments = [] }: Instruction, escape: string): readonly string[] {
  return keyword === 'ARG' || keyword === 'ENV'
    ? assignments.map(({ key }) => unquote(key, escape)).filter((name) => /^[A-Za-z_]\w*$/.test(name))
    : [];
}

function isSet(name: string, variables: Variables): boolean {
  for (let scope: Variables | undefined = variables; scope !== undefined; scope = scope.parent) {
    if (scope.own.has(name)) {
      return true;
    }
  }
  return false;
}

/** The shell of `SHELL ["/usr/bin/env", "bash", "-c"]` is what env starts. */
function dialectOfShell([program = '', ...args]: readonly string[]): ShellDialect | undefined {
  const isEnv = /(?:^|\/)env$/.test(program);
  return dialectOf(isEnv ? (args.find((arg) => !/^-|=/.test(arg)) ?? '') : program);
}

function scriptOf(
  instruction: Instruction,
  run: Instruction,
  { dialect, variables, near }: Surroundings & Pick<Walk, 'near'>,
): readonly RunScript[] {
  const { command } = run;
  if (run.keyword !== 'RUN' || command === undefined || command.kind === 'exec') {
    return [];
  }
  const { joined } = command;
  const [, interpreter = ''] = /^#![ \t]*([^\n\r]*)/.exec(joined.text) ?? [];
  const actual = command.kind === 'script' ? dialectOfShell(interpreter.split(/[ \t]+/)) : dialect;
  if (actual === undefined) {
    return [];
  }
  const isKnown = (name: string): boolean => isSet(name, variables);
  const named = joined.text.match(/[A-Za-z_]\w*/g) ?? [];
  const used = Array.from(joined.text.matchAll(/\$\{?[#!]?([A-Za-z_]\w*)/g), ([, name = '']) => name);
  const meant = used.filter((name) => !isKnown(name)).flatMap(near);
  const names = new Set([...named, ...meant].filter(isKnown));
  return [{ instruction, dialect: actual, variables: [...names], joined }];
}
