import type { Range } from '../base/text.js';
import type { BuildProblem, DockerfileDocument, Instruction, Stage, Word } from './dockerfileDocument.js';
import { flagOf } from './dockerfileDocument.js';
import { expandWord } from './expandWord.js';
import type { Lookup, VariableValue } from './expandWord.js';
import type { BuildSettings, Scope } from './stageVariables.js';
import { globalArgs, initialScope, walkStage } from './stageVariables.js';
import { mountProblems } from './mountProblems.js';
import { readHeredocWord } from './heredocWord.js';
import { sourceKind } from './sourceKind.js';
import { fromProblems, sourceStageProblems } from './stageProblems.js';
import { valueProblems } from './valueProblems.js';
import { variableProblems } from './variableProblems.js';

/** What one build of a Dockerfile uses: the stages it reaches, the image it rests on, the files it takes. */
export interface ResolvedDockerfile {
  /** The stage that becomes the image; undefined when the Dockerfile has no such stage. */
  readonly finalStage?: Stage;
  /** The stages the final one needs, itself included, in file order. */
  readonly reachable: readonly Stage[];
  readonly baseImage?: BaseImage;
  /** Files taken by COPY, ADD and bind mounts of the reachable stages, in file order. */
  readonly sources: readonly Source[];
  /** What makes this build refuse the file besides the document's own problems, in all stages, in file order. */
  readonly problems: readonly BuildProblem[];
}

/** The image at the end of the final stage's chain of FROMs. */
interface BaseImage {
  /** Undefined when it depends on a variable that has no known value. */
  readonly reference?: string;
  /** Where FROM names it. */
  readonly range: Range;
}

/** One source of a COPY or ADD, or of a `RUN --mount=type=bind`. */
export interface Source {
  readonly keyword: 'COPY' | 'ADD' | 'RUN';
  readonly kind: 'path' | 'url' | 'git';
  /** As written. */
  readonly text: string;
  /** With variables resolved; undefined when one has no known value. */
  readonly value?: string;
  readonly range: Range;
  /** Whether `--parents` is set: then `**` is a wildcard too. */
  readonly keepsParents: boolean;
}

/** Resolves arguments, stages and sources for one build. */
export function resolveDockerfile(document: DockerfileDocument, settings: BuildSettings): ResolvedDockerfile {
  const globals = globalArgs(document, settings);
  const globalLookup: Lookup = (name) => (globals.has(name) ? globals.get(name) : null);
  const stages = document.stages.map((stage) => readStage(document, stage, globalLookup));
  const walked = walkStages(document, stages, { globals, settings });
  const problems = [
    ...preambleProblems(document, settings, globalLookup),
    ...document.stages.flatMap((stage, index) => [
      ...fromProblems(document, stage, globalLookup),
      ...(walked[index]?.problems ?? []),
    ]),
  ];
  const finalStage = findTarget(document, settings.target);
  if (finalStage === undefined) {
    return { reachable: [], sources: [], problems };
  }
  const needed = reach(stages, finalStage.index);
  const reachable = stages.filter((facts) => needed.has(facts.stage.index));
  const baseImage = findBase(stages, finalStage.index);
  return {
    finalStage,
    reachable: reachable.map((facts) => facts.stage),
    ...(baseImage !== undefined && { baseImage }),
    sources: reachable.flatMap(({ stage }) => walked[stage.index]?.sources ?? []),
    problems,
  };
}

/** The default of an ARG is only looked at where the build gives no value. */
function preambleProblems(
  { preamble, escape }: DockerfileDocument,
  { buildArgs }: BuildSettings,
  lookup: Lookup,
): readonly BuildProblem[] {
  return preamble.flatMap((instruction) =>
    instruction.keyword === 'ARG' && !isGiven(instruction, buildArgs)
      ? variableProblems(instruction, escape, lookup)
      : [],
  );
}

function isGiven({ assignments = [] }: Instruction, buildArgs: BuildSettings['buildArgs']): boolean {
  return assignments.every(({ key }) => Object.hasOwn(buildArgs, key));
}

/** The stage of that name or number; the last one without a name. */
export function findTarget(document: DockerfileDocument, target: string | undefined): Stage | undefined {
  if (target === undefined || target === '') {
    return document.stages.at(-1);
  }
  const named = document.stages.findLast((stage) => stage.name === target.toLowerCase());
  return named ?? (/^\d+$/.test(target) ? document.stages[Number(target)] : undefined);
}

interface StageFacts {
  readonly stage: Stage;
  readonly reference?: string;
  /** Index of the stage that FROM names, when it is one. */
  readonly parent?: number;
  /** Indexes of the stages that COPY and mounts take from. */
  readonly others: readonly number[];
}

function readStage(document: DockerfileDocument, stage: Stage, lookup: Lookup): StageFacts {
  const earlier = document.stages.slice(0, stage.index);
  const reference =
    stage.base === undefined ? undefined : expandWord(stage.base.text, document.escape, lookup);
  const parent = earlier.findLast(({ name }) => name !== undefined && name === reference?.toLowerCase());
  return {
    stage,
    ...(reference !== undefined && { reference }),
    ...(parent !== undefined && { parent: parent.index }),
    others: stage.instructions.flatMap((instruction) => stagesNamedBy(instruction, earlier)),
  };
}

function stagesNamedBy(instruction: Instruction, earlier: readonly Stage[]): readonly number[] {
  const names = [
    flagOf(instruction, 'from')?.value,
    ...instruction.flags
      .filter(({ name }) => name === 'mount')
      .map((flag) => mountOptions(flag.value)['from']),
  ];
  return names.flatMap((name) => {
    const found = earlier.findLast((stage) => stage.name === name?.toLowerCase() && name !== undefined);
    const numbered = name !== undefined && /^\d+$/.test(name) ? earlier[Number(name)] : undefined;
    const stage = found ?? numbered;
    return stage === undefined ? [] : [stage.index];
  });
}

function reach(stages: readonly StageFacts[], final: number): ReadonlySet<number> {
  const needed = new Set([final]);
  // Why: a stage only names earlier ones, so one pass from the end finds all.
  for (const { stage, parent, others } of stages.toReversed()) {
    if (needed.has(stage.index)) {
      [...others, ...(parent === undefined ? [] : [parent])].forEach((index) => needed.add(index));
    }
  }
  return needed;
}

function findBase(stages: readonly StageFacts[], final: number): BaseImage | undefined {
  let facts = stages[final];
  while (facts?.parent !== undefined) {
    facts = stages[facts.parent];
  }
  const base = facts?.stage.base;
  if (facts === undefined || base === undefined) {
    return undefined;
  }
  return {
    range: base.range,
    ...(facts.reference !== undefined && { reference: facts.reference }),
  };
}

/** What is found on the way through a stage. */
interface WalkedStage {
  readonly sources: readonly Source[];
  readonly problems: readonly BuildProblem[];
}

function walkStages(
  document: DockerfileDocument,
  stages: readonly StageFacts[],
  context: { readonly globals: Map<string, VariableValue>; readonly settings: BuildSettings },
): readonly WalkedStage[] {
  const ends: Scope[] = [];
  const { buildArgs } = context.settings;
  return stages.map(({ stage, parent, reference }) => {
    const sources: Source[] = [];
    const problems: BuildProblem[] = [];
    const inherited = parent === undefined ? undefined : ends[parent];
    const scope = initialScope(inherited, reference === 'scratch');
    const end = walkStage(document, stage, { ...context, scope }, (instruction, lookup) => {
      sourcesOf(document, instruction, lookup).forEach((source) => sources.push(source));
      problems.push(...sourceStageProblems(document, stage, instruction));
      if (instruction.keyword !== 'ARG' || !isGiven(instruction, buildArgs)) {
        problems.push(...problemsOf(document, instruction, lookup));
      }
    });
    ends.push(end);
    return { sources, problems };
  });
}

/** What the builder refuses first of an instruction. */
function problemsOf(
  { escape }: DockerfileDocument,
  instruction: Instruction,
  lookup: Lookup,
): readonly BuildProblem[] {
  const malformed = variableProblems(instruction, escape, lookup);
  return malformed.length > 0
    ? malformed
    : [...mountProblems(instruction, escape, lookup), ...valueProblems(instruction, escape, lookup)];
}

function sourcesOf(
  document: DockerfileDocument,
  instruction: Instruction,
  lookup: Lookup,
): readonly Source[] {
  const { keyword } = instruction;
  if (keyword === 'RUN') {
    return mountSources(document, instruction, lookup);
  }
  if ((keyword !== 'COPY' && keyword !== 'ADD') || flagOf(instruction, 'from') !== undefined) {
    return [];
  }
  const keepsParents = ![undefined, 'false'].includes(flagValue(instruction, 'parents'));
  return instruction.words
    .slice(0, -1)
    .filter((word) => instruction.form === 'json' || !isHeredoc(word))
    .map((word) => toSource({ keyword, word, keepsParents, text: word.text }, document.escape, lookup));
}

function flagValue(instruction: Instruction, name: string): string | undefined {
  const flag = flagOf(instruction, name);
  return flag === undefined ? undefined : (flag.value ?? 'true').toLowerCase();
}

function isHeredoc({ text }: Word): boolean {
  const heredoc = readHeredocWord(text);
  return heredoc !== undefined && !('error' in heredoc);
}

function toSource(
  written: {
    keyword: Source['keyword'];
    word: Pick<Word, 'range'>;
    keepsParents: boolean;
    text: string;
  },
  escape: string,
  lookup: Lookup,
): Source {
  const value = expandWord(written.text, escape, lookup);
  return {
    keyword: written.keyword,
    kind: sourceKind(value ?? written.text),
    text: written.text,
    ...(value !== undefined && { value }),
    range: written.word.range,
    keepsParents: written.keepsParents,
  };
}

function mountSources(
  document: DockerfileDocument,
  instruction: Instruction,
  lookup: Lookup,
): readonly Source[] {
  return instruction.flags.flatMap((flag) => {
    const options = flag.name === 'mount' ? mountOptions(flag.value) : {};
    const source = options['source'] ?? options['src'];
    const isBind = (options['type'] ?? 'bind') === 'bind' && options['from'] === undefined;
    if (!isBind || source === undefined) {
      return [];
    }
    const word = { range: flag.range };
    return [toSource({ keyword: 'RUN', word, keepsParents: false, text: source }, document.escape, lookup)];
  });
}

/** The `key=value` parts of a `--mount`; keys in lower case. */
function mountOptions(value: string | undefined): Readonly<Record<string, string>> {
  const parts = (value ?? '').replaceAll('"', '').split(',');
  return Object.fromEntries(
    parts.map((part) => {
      const equals = part.indexOf('=');
      return equals === -1
        ? [part.toLowerCase(), '']
        : [part.slice(0, equals).toLowerCase(), part.slice(equals + 1)];
    }),
  );
}
