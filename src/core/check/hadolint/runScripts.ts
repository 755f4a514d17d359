import type { DockerfileDocument, Instruction } from '../../dockerfile/dockerfileDocument.js';
import type { JoinedText } from '../../dockerfile/joinedText.js';
import { readBaseImage } from './instruction/baseImage.js';
import { unquote } from './instruction/valueText.js';
import type { ShellPragma } from './pragmas.js';
import { readPragmas } from './pragmas.js';

/** The shells that ShellCheck knows. */
export type ShellDialect = 'sh' | 'bash' | 'dash' | 'ksh';

/** A piece of shell that a build runs. */
export interface RunScript {
  /** The RUN, or the ONBUILD around it. */
  readonly instruction: Instruction;
  readonly dialect: ShellDialect;
  /** Variables that ARG and ENV, or the builder, have set; all can stand in a script. */
  readonly variables: readonly string[];
  readonly joined: JoinedText;
}

/** What a RUN finds: the shell that reads it, undefined when ShellCheck knows none of that kind, and variables. */
interface Surroundings {
  readonly dialect: ShellDialect | undefined;
  readonly variables: ReadonlySet<string>;
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
    variables: new Set(builderVariables),
  };
  const byStage = new Map<string, Surroundings>();
  const rest = pragmas.filter((pragma) => !isForAll(pragma));
  return document.stages.flatMap(({ from, instructions, name }, index) => {
    const end = document.stages[index + 1]?.from.startLine ?? Infinity;
    const own = rest.filter(({ line }) => line > from.startLine && line < end);
    const parent = byStage.get(readBaseImage(from)?.name.toLowerCase() ?? '') ?? image;
    const stage = walkStage(instructions, own, { parent, escape: document.escape });
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
  readonly escape: string;
}

function walkStage(
  instructions: readonly Instruction[],
  pragmas: readonly ShellPragma[],
  { parent, escape }: Walk,
): { readonly scripts: readonly RunScript[]; readonly surroundings: Surroundings } {
  let surroundings = parent;
  let later = surroundings;
  const queue = [...pragmas];
  const scripts = instructions.flatMap((instruction) => {
    while (queue[0] !== undefined && queue[0].line < instruction.startLine) {
      surroundings = { ...surroundings, dialect: dialectOf(queue.shift()?.shell ?? '') };
    }
    const { trigger } = instruction;
    if (instruction.keyword === 'ONBUILD') {
      // Why: what ONBUILD carries meets, besides all that the stage leaves behind, what ONBUILDs before it have set.
      const variables = new Set([...surroundings.variables, ...later.variables]);
      later = trigger === undefined ? later : after(trigger, { ...later, variables }, escape);
      return trigger === undefined ? [] : scriptOf(instruction, trigger, later);
    }
    const before = surroundings;
    surroundings = after(instruction, surroundings, escape);
    later = surroundings.dialect === before.dialect ? later : { ...later, dialect: surroundings.dialect };
    return scriptOf(instruction, instruction, surroundings);
  });
  return { scripts, surroundings };
}

/** What holds behind an instruction. */
function after(instruction: Instruction, surroundings: Surroundings, escape: string): Surroundings {
  switch (instruction.keyword) {
    case 'ARG':
    case 'ENV': {
      const names = (instruction.assignments ?? []).map(({ key }) => unquote(key, escape));
      const usable = names.filter((name) => /^[A-Za-z_]\w*$/.test(name));
      return { ...surroundings, variables: new Set([...surroundings.variables, ...usable]) };
    }
    case 'SHELL':
      return { ...surroundings, dialect: dialectOfShell(instruction.words.map(({ text }) => text)) };
    default:
      return surroundings;
  }
}

/** The shell of `SHELL ["/usr/bin/env", "bash", "-c"]` is what env starts. */
function dialectOfShell([program = '', ...args]: readonly string[]): ShellDialect | undefined {
  const isEnv = /(?:^|\/)env$/.test(program);
  return dialectOf(isEnv ? (args.find((arg) => !/^-|=/.test(arg)) ?? '') : program);
}

function scriptOf(
  instruction: Instruction,
  run: Instruction,
  { dialect, variables }: Surroundings,
): readonly RunScript[] {
  const { command } = run;
  if (run.keyword !== 'RUN' || command === undefined || command.kind === 'exec') {
    return [];
  }
  const { joined } = command;
  const [, interpreter = ''] = /^#![ \t]*([^\n\r]*)/.exec(joined.text) ?? [];
  const actual = command.kind === 'script' ? dialectOfShell(interpreter.split(/[ \t]+/)) : dialect;
  return actual === undefined ? [] : [{ instruction, dialect: actual, variables: [...variables], joined }];
}
