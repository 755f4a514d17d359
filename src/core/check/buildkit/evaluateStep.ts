import { oncePer } from '../../base/oncePer.js';
import type { Range } from '../../base/text.js';
import type {
  Assignment,
  BuildProblem,
  Flag,
  Instruction,
  Stage,
  Word,
} from '../../dockerfile/dockerfileDocument.js';
import type { HeredocWord } from '../../dockerfile/heredocWord.js';
import { readHeredocWord } from '../../dockerfile/heredocWord.js';
import type { StageTable } from '../../dockerfile/stageSources.js';
import { suggest } from '../../dockerfile/suggestion.js';
import { expansionProblem } from '../../dockerfile/variableProblems.js';
import type { GlobalArgs } from './environment.js';
import type { EvaluatedText, Step, UndefinedName } from './evaluatedBuild.js';
import { mountFields } from '../../dockerfile/mountFields.js';
import { StageState } from './stageState.js';
import { stepProblems } from './stepProblems.js';
import type { Expansion, UsedName } from './wordExpansion.js';

/** What is the same for all instructions of a build. */
export interface StepContext {
  readonly table: StageTable;
  /** Whether a `# syntax=` chooses another frontend. */
  readonly hasSyntax: boolean;
  readonly escape: string;
  readonly globals: GlobalArgs;
  readonly buildArgs: Readonly<Record<string, string>>;
}

/** The arguments that BuildKit keeps to itself: https://docs.docker.com/build/metadata/attestations/sbom/ */
const keptArgs: readonly string[] = ['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE'];

/**
 * Goes through one instruction: tells what is known just before it, and changes the state as it does. `place` is the
 * instruction itself, or the FROM that triggers it.
 */
export function evaluateStep(
  state: StageState,
  { stage, place }: { readonly stage: Stage; readonly place: Instruction },
  instruction: Instruction,
  context: StepContext,
): Step {
  const before = { shell: state.shell, hasWorkdir: state.hasWorkdir, os: state.os };
  const visit = isConstant(instruction)
    ? visitConstant(instruction, context)
    : visitAnew(instruction, state, context);
  const judged = visit.problems.length > 0 ? visit : judge(instruction, stage, { state, context });
  return {
    instruction,
    place,
    ...before,
    undefinedNames: visit.undefinedNames,
    unknownNames: visit.unknownNames,
    problems: judged.problems,
    openNames: visit.isOpen || judged.isOpen ? [...visit.unknownNames, ...visit.portNames] : nothing,
    keys: visit.keys,
    texts: visit.texts,
  };
}

const nothing: readonly never[] = [];

function visitAnew(instruction: Instruction, state: StageState, context: StepContext): Visit {
  const visit = new Visit(state, context);
  visitors[instruction.keyword]?.(visit, instruction);
  return visit;
}

/** Instructions that change nothing of what is known of a stage. */
const lasting: ReadonlySet<string> = new Set([
  ...['LABEL', 'ADD', 'COPY', 'RUN', 'EXPOSE', 'USER', 'STOPSIGNAL', 'VOLUME'],
]);

/** Whether an instruction comes to the same wherever it stands: it names no variable, and sets nothing. */
const isConstant = oncePer(
  ({ keyword, original, heredocs }: Instruction) =>
    (lasting.has(keyword) || visitors[keyword] === undefined) &&
    !original.includes('$') &&
    !heredocs.some(({ content }) => content.includes('$')),
);

const visitConstant = oncePer(
  (
    instruction: Instruction,
    context: StepContext,
  ): Omit<Visit, 'state' | 'context' | 'expand' | 'expandPort'> => {
    const visit = visitAnew(instruction, new StageState(''), context);
    const { undefinedNames, unknownNames, keys, texts, problems, isOpen, portNames } = visit;
    return { undefinedNames, unknownNames, keys, texts, problems, isOpen, portNames };
  },
);

/** What the builder refuses of the values. */
function judge(
  instruction: Instruction,
  stage: Stage,
  { state, context }: { readonly state: StageState; readonly context: StepContext },
): { readonly problems: readonly BuildProblem[]; readonly isOpen: boolean } {
  const { table, hasSyntax, escape } = context;
  const { directory } = state;
  const around = { escape, directory, lookup: (name: string) => state.valueOf(name) };
  return stepProblems(instruction, { stage, table, hasSyntax }, around);
}

/** Collects what the words of one instruction came to. */
class Visit {
  undefinedNames: readonly UndefinedName[] = nothing;
  unknownNames: readonly string[] = nothing;
  keys: readonly EvaluatedText[] = nothing;
  texts: readonly EvaluatedText[] = nothing;
  problems: readonly BuildProblem[] = nothing;
  /** Whether a name that is not known here decides if the instruction is refused. */
  isOpen = false;
  portNames: readonly string[] = nothing;
  readonly state: StageState;
  readonly context: StepContext;

  constructor(state: StageState, context: StepContext) {
    this.state = state;
    this.context = context;
  }

  /** Expands a word and notes the names in it that are not set. */
  expand(text: string, range: Range, keepsQuotes = false): Expansion {
    const escape = keepsQuotes ? '\\' : this.context.escape;
    const expansion = this.state.expand(text, escape, keepsQuotes);
    if (expansion.error !== undefined && this.problems.length === 0) {
      this.problems = expansionProblem({ text, range }, { error: expansion.error });
    }
    if (expansion.unknown.length > 0) {
      this.isOpen ||= expansion.unknown.some(({ end }) => /^:?\?/.test(text.slice(end, end + 2)));
      const names = expansion.unknown.filter((used) => this.counts(used)).map(({ name }) => name);
      this.unknownNames = [...this.unknownNames, ...names];
    }
    if (expansion.unmatched.length > 0) {
      const names = expansion.unmatched.filter((used) => this.counts(used));
      const found = names.map((used) => this.toUndefined(used, rangeOfUse(text, range, used)));
      this.undefinedNames = [...this.undefinedNames, ...found];
    }
    return expansion;
  }

  /** Expands a port: of names that are not set nothing is said. */
  expandPort(text: string, range: Range): Expansion {
    const { undefinedNames, unknownNames } = this;
    const expansion = this.expand(text, range);
    this.undefinedNames = undefinedNames;
    this.portNames = [...this.portNames, ...this.unknownNames];
    this.unknownNames = unknownNames;
    return expansion;
  }

  private counts({ name }: UsedName): boolean {
    return !this.state.declared.has(name) && !keptArgs.includes(name);
  }

  private toUndefined({ name }: UsedName, range: Range): UndefinedName {
    const suggestion = suggest(name, this.state.environment.values.keys(), true);
    return { name, range, ...(suggestion !== undefined && { suggestion }) };
  }
}

/** The name itself, where the word is written as it is read; else the word. */
function rangeOfUse(text: string, range: Range, { start, end }: UsedName): Range {
  const { line, character } = range.start;
  const isAsWritten = range.end.line === line && range.end.character - character === text.length;
  return isAsWritten
    ? { start: { line, character: character + start }, end: { line, character: character + end } }
    : range;
}

const visitors: Readonly<Record<string, (visit: Visit, instruction: Instruction) => void>> = {
  ENV: visitEnv,
  ARG: visitArg,
  LABEL: visitLabel,
  ADD: visitCopy,
  COPY: visitCopy,
  RUN: visitRun,
  EXPOSE: visitExpose,
  SHELL: visitShell,
  WORKDIR: visitWorkdir,
  USER: visitWords,
  STOPSIGNAL: visitWords,
  VOLUME: visitWords,
};

/** All is expanded with what was before, then set. */
function visitEnv(visit: Visit, { assignments = [] }: Instruction): void {
  const pairs = assignments.map((assignment) => expandPair(visit, assignment));
  visit.keys = pairs.map(({ key, assignment }) => ({ text: key, range: assignment.keyRange }));
  for (const { key, value } of pairs) {
    if (key !== undefined) {
      visit.state.setVariable(key, value);
    }
  }
}

function visitLabel(visit: Visit, { assignments = [] }: Instruction): void {
  assignments.forEach((assignment) => expandPair(visit, assignment));
}

interface Pair {
  readonly assignment: Assignment;
  readonly key: string | undefined;
  readonly value: string | undefined;
}

function expandPair(visit: Visit, assignment: Assignment): Pair {
  const key = visit.expand(assignment.key, assignment.keyRange).value;
  const value = visit.expand(assignment.value ?? '', assignment.valueRange ?? assignment.range).value;
  return { assignment, key, value };
}

/** One after the other: a default sees the arguments before it in the line. */
function visitArg(visit: Visit, { assignments = [] }: Instruction): void {
  visit.keys = assignments.map(({ key, keyRange }) => ({ text: key, range: keyRange }));
  for (const assignment of assignments) {
    declareArg(visit, assignment);
  }
}

function declareArg(visit: Visit, { key, value, valueRange, range }: Assignment): void {
  const { buildArgs, globals } = visit.context;
  const isGiven = Object.hasOwn(buildArgs, key);
  const isInherited = value === undefined && globals.environment.values.has(key);
  if (!keptArgs.includes(key)) {
    if (isGiven) {
      visit.state.setArgument(key, buildArgs[key]);
    } else if (value !== undefined) {
      visit.state.setArgument(key, visit.expand(value, valueRange ?? range).value);
    } else if (isInherited) {
      visit.state.setArgument(key, globals.environment.values.get(key));
    }
  }
  visit.state.declared.add(key);
}

/** The flags whose variables are expanded; those of `--exclude` are not. */
const copyFlags: readonly string[] = ['chown', 'chmod', 'checksum'];

function visitCopy(visit: Visit, instruction: Instruction): void {
  const { words, flags, heredocs } = instruction;
  for (const flag of flags.filter(({ name }) => copyFlags.includes(name))) {
    visit.expand(flag.value ?? '', flag.valueRange ?? flag.range);
  }
  const paths = words.filter((word, index) => index === words.length - 1 || announced(word) === undefined);
  const expanded = paths.map(({ text, range }) => ({ text: visit.expand(text, range).value, range }));
  const isFromContext = !flags.some(({ name }) => name === 'from');
  visit.texts = isFromContext ? expanded.slice(0, -1) : [];
  // Why: a body counts only where a word of its own, without blanks, announces it; of a name the last one does.
  for (const { name, expand } of words.slice(0, -1).flatMap((word) => announced(word) ?? [])) {
    const heredoc = expand ? heredocs.findLast((each) => each.name === name) : undefined;
    if (heredoc !== undefined) {
      visit.expand(heredoc.content, heredoc.range, true);
    }
  }
}

/** The heredoc that a word stands for. */
function announced({ text }: Word): HeredocWord | undefined {
  const heredoc = text.includes('<<') ? readHeredocWord(text) : undefined;
  return heredoc === undefined || 'error' in heredoc ? undefined : heredoc;
}

function visitRun(visit: Visit, { flags }: Instruction): void {
  for (const flag of flags.filter(({ name }) => name === 'mount')) {
    expandMount(visit, flag);
  }
}

function expandMount(visit: Visit, flag: Flag): void {
  for (const { value } of mountFields(flag.value ?? '')) {
    if (value !== undefined) {
      visit.expand(value, flag.valueRange ?? flag.range);
    }
  }
}

/** Ports are cut into words after expansion; names that are not set are passed over in silence. */
function visitExpose(visit: Visit, { words }: Instruction): void {
  visit.texts = words.flatMap(({ text, range }): readonly EvaluatedText[] => {
    const expansion = visit.expandPort(text, range);
    return expansion.words?.map((word) => ({ text: word, range })) ?? [{ text: undefined, range }];
  });
}

function visitShell(visit: Visit, { words }: Instruction): void {
  visit.state.shell = words.length > 0 ? 'set' : visit.state.shell;
}

function visitWorkdir(visit: Visit, { words }: Instruction): void {
  visit.texts = words.map(({ text, range }) => ({ text: visit.expand(text, range).value, range }));
  visit.state.hasWorkdir = true;
  visit.state.enter(visit.texts[0]?.text);
}

function visitWords(visit: Visit, { words }: Instruction): void {
  words.forEach(({ text, range }) => visit.expand(text, range));
}
