import type { BuildProblem, DockerfileDocument, Instruction, Stage } from './dockerfileDocument.js';
import { expand } from './expandWord.js';
import { quoteGo } from './goText.js';
import { stageNameError } from './imageName.js';
import type { StageSource, StageTable } from './stageSources.js';
import { isIndex, sourcesIn, sourcesInStage, stageTable } from './stageSources.js';
import type { ValueContext } from './valueContext.js';
import { expansionProblem } from './variableProblems.js';

const code = 'invalid-flag-value';

/** What the builder refuses of what COPY and mounts take from before it goes through any stage, needed or not. */
export function takenProblems(
  document: Pick<DockerfileDocument, 'instructions' | 'stages' | 'escape'>,
): readonly BuildProblem[] {
  const table = stageTable(document);
  const { stages, escape } = document;
  const taken = stages.flatMap((stage) => sourcesInStage(table, stage));
  return [...taken.flatMap((sources) => problemsOfAny(sources, escape)), ...circularProblems(stages, table)];
}

/** The same of an instruction that ONBUILD brings into a stage. */
export function sourceProblems(
  table: StageTable,
  instruction: Instruction,
  escape: string,
): readonly BuildProblem[] {
  return problemsOfAny(sourcesIn(table, instruction), escape);
}

function problemsOfAny(sources: readonly StageSource[], escape: string): readonly BuildProblem[] {
  return sources.flatMap((source) => problemsOf(source, escape)).slice(0, 1);
}

function problemsOf(source: StageSource, escape: string): readonly BuildProblem[] {
  const { keyword, name, range, stage } = source;
  const changed = keyword === 'COPY' ? changeProblems(source, escape) : [];
  // Why: a variable in a mount is refused when the line is read.
  if (stage !== undefined || changed.length > 0 || (keyword === 'RUN' && /\$./s.test(name))) {
    return changed;
  }
  if (keyword === 'COPY' && isIndex(name)) {
    return [{ code, message: `invalid stage index ${Number(name)}`, range }];
  }
  const error = stageNameError(name);
  return error === undefined ? [] : [{ code: 'invalid-from', message: error, range }];
}

/** A name that would be another once it is expanded. */
function changeProblems({ name, range }: StageSource, escape: string): readonly BuildProblem[] {
  const expansion = expand(name, { escape, lookup: () => null });
  const message =
    'variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope ' +
    'as a workaround';
  const broken = expansionProblem({ text: name, range }, expansion);
  return broken.length > 0 || expansion.text === name ? broken : [{ code, message, range }];
}

/** What it refuses when it comes to the instruction: a stage that has not been built by then. */
export function orderProblems(
  table: StageTable,
  { stage, instruction }: { readonly stage: Stage; readonly instruction: Instruction },
  values: ValueContext,
): readonly BuildProblem[] {
  const late = sourcesIn(table, instruction).find(
    (source) => source.isImplied !== true && (source.stage ?? -1) > stage.index,
  );
  if (late === undefined) {
    return [];
  }
  const { keyword, name, range, target = '' } = late;
  const own = quoteGo(nameOf(stage));
  const message =
    keyword === 'RUN'
      ? `cannot mount from stage ${quoteGo(name)} to ${quoteGo(expand(target, values).text ?? target)}, stage needs to be defined before current command`
      : `cannot copy from stage ${quoteGo(name)}, it needs to be defined before current stage ${own}`;
  return [{ code, message, range }];
}

function nameOf({ name, index }: Stage): string {
  return name ?? `stage-${index}`;
}

/** Stages that take from each other, or from themselves: the first round that is found. */
function circularProblems(stages: readonly Stage[], table: StageTable): readonly BuildProblem[] {
  // Why: a round has to come back from somewhere.
  if (!stages.some((stage) => takesFromLater(table, stage))) {
    return [];
  }
  const visited = new Set<number>();
  for (const stage of stages) {
    const round = roundFrom({ stages, table, visited }, stage.index);
    const [first] = round?.toSorted(byLine) ?? [];
    if (first !== undefined) {
      const message = `circular dependency detected on stage: ${nameOf(stage)}`;
      return [{ code, message, range: first.range }];
    }
  }
  return [];
}

/** Itself included. */
function takesFromLater(table: StageTable, stage: Stage): boolean {
  return sourcesInStage(table, stage).some((sources) =>
    sources.some((source) => (source.stage ?? -1) >= stage.index),
  );
}

/** What a stage takes from others, the first at the end; where it takes from one several times, the last counts. */
function takenBy(table: StageTable, stage: Stage): StageSource[] {
  const taken = new Map<number, StageSource>();
  for (const source of sourcesInStage(table, stage).flat()) {
    if (source.stage !== undefined) {
      taken.set(source.stage, source);
    }
  }
  return [...taken.values()].toReversed();
}

function byLine({ range: { start: one } }: StageSource, { range: { start: other } }: StageSource): number {
  return one.line - other.line;
}

/** A search for rounds; stages by number. */
interface RoundSearch {
  readonly stages: readonly Stage[];
  readonly table: StageTable;
  readonly visited: Set<number>;
}

/** What each stage on the way takes from the next one, where the way comes back to one of its own stages. */
function roundFrom(
  { stages, table, visited }: RoundSearch,
  first: number,
): readonly StageSource[] | undefined {
  const way: { readonly index: number; readonly left: StageSource[] }[] = [];
  const onWay = new Set<number>();
  const taken: StageSource[] = [];
  const enter = (index: number): void => {
    const stage = stages[index];
    visited.add(index);
    onWay.add(index);
    way.push({ index, left: stage === undefined ? [] : takenBy(table, stage) });
  };
  if (!visited.has(first)) {
    enter(first);
  }
  for (let last = way.at(-1); last !== undefined; last = way.at(-1)) {
    const source = last.left.pop();
    const next = source?.stage;
    if (source === undefined) {
      onWay.delete(last.index);
      way.pop();
      taken.pop();
    } else if (next !== undefined && onWay.has(next)) {
      return [...taken, source];
    } else if (next !== undefined && !visited.has(next)) {
      taken.push(source);
      enter(next);
    }
  }
  return undefined;
}
