import type { DockerfileDocument, Instruction } from '../../../dockerfile/dockerfileDocument.js';
import { documentOffset } from '../../../dockerfile/joinedText.js';
import { rangeBetween } from '../../../dockerfile/lineTable.js';
import type { ShellParser, ShellScript, ShellSpan } from '../../../shell/shellScript.js';
import { placeInDockerfile } from '../../place.js';
import type { Remark, RuleInput } from '../../rule.js';
import type { ShellPragma } from '../pragmas.js';
import { readPragmas } from '../pragmas.js';
import { isPosixShell } from './posixShell.js';

/** An instruction as the rules about shell commands see it. */
export interface FlowStep {
  /** The instruction; what ONBUILD carries, in the flow of those. */
  readonly instruction: Instruction;
  /** The line, from 0, that the instruction (for a trigger, its ONBUILD) begins on: where hadolint reports it. */
  readonly line: number;
  /**
   * What RUN and SHELL say to the shell, parsed as POSIX shell whatever shell is set: hadolint's rules look at all. A
   * heredoc with another interpreter (`#!`) is a script without commands.
   */
  readonly script?: ShellScript;
  /** Set where SHELL or a pragma names a shell that is no POSIX shell. */
  readonly isForeign?: true;
}

/** The instructions of a Dockerfile in file order, and apart from them those that ONBUILD carries. */
export interface InstructionFlows {
  readonly plain: readonly FlowStep[];
  readonly triggers: readonly FlowStep[];
  /** The RUN instructions of both by the names of the programs that they call. */
  readonly callers: ReadonlyMap<string, readonly FlowStep[]>;
}

const noFlows: InstructionFlows = { plain: [], triggers: [], callers: new Map() };

const flowsByDocument = new WeakMap<
  DockerfileDocument,
  { readonly shell: ShellParser; readonly flows: InstructionFlows }
>();

/** The flows of the Dockerfile being checked, made once for all rules; empty when nothing parses shell. */
export function instructionFlows({ document, subject: { shell } }: RuleInput): InstructionFlows {
  if (document === undefined || shell === undefined) {
    return noFlows;
  }
  const known = flowsByDocument.get(document);
  if (known?.shell === shell) {
    return known.flows;
  }
  const flows = readFlows(document, shell);
  flowsByDocument.set(document, { shell, flows });
  return flows;
}

/** The place of a stretch of a step's script in the Dockerfile, with the line of the instruction. */
export function placeInScript(
  input: RuleInput,
  { instruction, line }: FlowStep,
  span: ShellSpan,
): Pick<Remark, 'file' | 'range' | 'instructionLine'> {
  const { command } = instruction;
  const { document } = input;
  if (command === undefined || document === undefined) {
    return { ...placeInDockerfile(input, instruction.range), instructionLine: line };
  }
  const start = documentOffset(document.lines, command.joined, span.start);
  const end = documentOffset(document.lines, command.joined, span.end, 'end');
  return { ...placeInDockerfile(input, rangeBetween(document.lines, start, end)), instructionLine: line };
}

function readFlows(document: DockerfileDocument, shell: ShellParser): InstructionFlows {
  const isForeignAt = createShellTracker(readPragmas(document).shells);
  const plain: FlowStep[] = [];
  const triggers: FlowStep[] = [];
  for (const instruction of document.instructions) {
    const line = instruction.startLine;
    const meets = { shell, isForeign: isForeignAt(instruction) };
    plain.push(toStep(instruction, line, meets));
    if (instruction.trigger !== undefined) {
      triggers.push(toStep(instruction.trigger, line, meets));
    }
  }
  return { plain, triggers, callers: callersOf([...plain, ...triggers]) };
}

/** Tells whether the shell in force at an instruction is no POSIX shell; to be asked for each of them in file order. */
function createShellTracker(pragmas: readonly ShellPragma[]): (instruction: Instruction) => boolean {
  let next = 0;
  let baseShell = '/bin/sh';
  let currentShell = baseShell;
  let isFirst = true;
  const foreign = new Map<string, boolean>();
  const isForeign = (program: string): boolean => {
    const known = foreign.get(program) ?? !isPosixShell(program);
    foreign.set(program, known);
    return known;
  };
  return ({ keyword, command, startLine }) => {
    for (; (pragmas[next]?.line ?? Infinity) < startLine; next += 1) {
      currentShell = pragmas[next]?.shell ?? currentShell;
      // Why: above everything it is about all stages, elsewhere about the one that it is in.
      baseShell = isFirst ? currentShell : baseShell;
    }
    isFirst = false;
    if (keyword === 'FROM') {
      currentShell = baseShell;
    } else if (keyword === 'SHELL') {
      currentShell = command?.joined.text ?? currentShell;
    }
    return isForeign(currentShell);
  };
}

function callersOf(steps: readonly FlowStep[]): ReadonlyMap<string, readonly FlowStep[]> {
  const callers = new Map<string, FlowStep[]>();
  for (const step of steps) {
    const commands = step.instruction.keyword === 'RUN' ? (step.script?.commands ?? []) : [];
    for (const { name } of commands) {
      const others = callers.get(name);
      if (others === undefined) {
        callers.set(name, [step]);
      } else if (others.at(-1) !== step) {
        others.push(step);
      }
    }
  }
  return callers;
}

interface KnownStep {
  readonly shell: ShellParser;
  readonly isForeign: boolean;
  readonly step: FlowStep;
}

// Why: while a Dockerfile is edited nearly all instructions stay the same, and with them what rules have found.
const stepsByInstruction = new WeakMap<Instruction, KnownStep>();

function toStep(
  instruction: Instruction,
  line: number,
  meets: { readonly shell: ShellParser; readonly isForeign: boolean },
): FlowStep {
  const { shell } = meets;
  const isForeign = instruction.command !== undefined && meets.isForeign;
  const known = stepsByInstruction.get(instruction);
  if (known?.shell === shell && known.isForeign === isForeign) {
    return known.step;
  }
  const step = readStep(instruction, line, { shell, isForeign });
  stepsByInstruction.set(instruction, { shell, isForeign, step });
  return step;
}

function readStep(
  instruction: Instruction,
  line: number,
  { shell, isForeign }: { readonly shell: ShellParser; readonly isForeign: boolean },
): FlowStep {
  const { keyword, command } = instruction;
  if (command === undefined || (keyword !== 'RUN' && keyword !== 'SHELL')) {
    return { instruction, line };
  }
  const { text } = command.joined;
  const interpreter = interpreterOf(command.kind, text);
  const isRead = interpreter === undefined || isPosixShell(interpreter);
  const script = isRead ? shell.parse(text) : { original: text, commands: [], pipes: [] };
  return { instruction, line, script, ...(isForeign && { isForeign: true }) };
}

/** What a heredoc with a `#!` line names: `/usr/bin/env python3` is `python3`. */
function interpreterOf(kind: 'shell' | 'exec' | 'script', text: string): string | undefined {
  if (kind !== 'script') {
    return undefined;
  }
  const [program = '', ...args] = (/^#!([^\n]*)/.exec(text)?.[1] ?? '').trim().split(/\s+/);
  return program.endsWith('/env') ? args.find((arg) => !arg.startsWith('-') && !arg.includes('=')) : program;
}
