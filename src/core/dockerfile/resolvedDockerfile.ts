import type { Range } from '../base/text.js';
import type { DockerfileDocument, Instruction, Stage, Word } from './dockerfileDocument.js';
import { flagOf } from './dockerfileDocument.js';
import { expandWord } from './expandWord.js';
import type { Lookup } from './expandWord.js';
import type { BuildSettings } from './automaticArgs.js';
import type { StageSurroundings } from './stageVariables.js';
import { globalArgs, StageScope } from './stageVariables.js';
import { Heirs } from './heirs.js';
import type { Surroundings } from './lookupMemo.js';
import { rememberLookups } from './lookupMemo.js';
import { mountFields } from './mountFields.js';
import { readHeredocWord } from './heredocWord.js';
import { sourceKind } from './sourceKind.js';
import type { StageTable } from './stageSources.js';
import { sourcesInStage, stageTable } from './stageSources.js';

/** What one build of a Dockerfile uses: the stages it reaches, the image it rests on, the files it takes. */
export interface ResolvedDockerfile {
  /** The stage that becomes the image; undefined when the Dockerfile has no such stage. */
  readonly finalStage?: Stage;
  /** The stages the final one needs, itself included, in file order. */
  readonly reachable: readonly Stage[];
  readonly baseImage?: BaseImage;
  /** Files taken by COPY, ADD and bind mounts of the reachable stages, in file order. */
  readonly sources: readonly Source[];
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
  const stages = readStages(document, globalLookup);
  const walked = walkStages(stages, { escape: document.escape, globals, settings });
  const finalStage = findTarget(document, settings.target);
  if (finalStage === undefined) {
    return { reachable: [], sources: [] };
  }
  const needed = reach(stages, finalStage.index);
  const reachable = stages.filter((facts) => needed.has(facts.stage.index));
  const baseImage = findBase(stages, finalStage.index);
  return {
    finalStage,
    reachable: reachable.map((facts) => facts.stage),
    ...(baseImage !== undefined && { baseImage }),
    sources: reachable.flatMap(({ stage }) => walked[stage.index] ?? []),
  };
}

/** The stage of that name, whatever its case; the last one without a name. A number names no stage. */
export function findTarget(document: DockerfileDocument, target: string | undefined): Stage | undefined {
  if (target === undefined || target === '') {
    return document.stages.at(-1);
  }
  return document.stages.findLast((stage) => stage.name === target.toLowerCase());
}

interface StageFacts {
  readonly stage: Stage;
  readonly reference?: string;
  /** Index of the stage that FROM names, when it is one. */
  readonly parent?: number;
  /** Indexes of the stages that COPY and mounts take from. */
  readonly others: readonly number[];
}

function readStages(document: DockerfileDocument, lookup: Lookup): readonly StageFacts[] {
  const earlier = new Map<string, number>();
  const table = stageTable(document);
  return document.stages.map((stage) => {
    const facts = readStage(document, stage, { lookup, earlier, table });
    if (stage.name !== undefined) {
      earlier.set(stage.name, stage.index);
    }
    return facts;
  });
}

interface ReadStageContext {
  readonly lookup: Lookup;
  readonly earlier: ReadonlyMap<string, number>;
  readonly table: StageTable;
}

function readStage(
  { escape }: DockerfileDocument,
  stage: Stage,
  { lookup, earlier, table }: ReadStageContext,
): StageFacts {
  const reference = stage.base === undefined ? undefined : expandWord(stage.base.text, escape, lookup);
  const parent = reference === undefined ? undefined : earlier.get(reference);
  return {
    stage,
    ...(reference !== undefined && { reference }),
    ...(parent !== undefined && { parent }),
    others: sourcesInStage(table, stage)
      .flatMap((sources) => sources.flatMap((source) => source.stage ?? []))
      .filter((index) => index < stage.index),
  };
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

function walkStages(
  stages: readonly StageFacts[],
  around: StageSurroundings,
): readonly (readonly Source[])[] {
  const ends = new Heirs<StageScope>(stages.map(({ parent }) => parent));
  return stages.map(({ stage, parent, reference }) => {
    const scope = ends.take(parent, (left) => left.copy()) ?? new StageScope(around, reference === 'scratch');
    const place = { escape: around.escape, lookup: scope.lookup, directory: undefined };
    const sources: Source[] = [];
    for (const instruction of stage.instructions) {
      if (takesFiles(instruction)) {
        sources.push(...sourcesOf(instruction, place));
      }
      scope.pass(instruction);
    }
    ends.leave(stage.index, scope);
    return sources;
  });
}

function takesFiles({ keyword, flags }: Instruction): boolean {
  return keyword === 'COPY' || keyword === 'ADD' || (keyword === 'RUN' && flags.length > 0);
}

const sourcesOf = rememberLookups((instruction: Instruction, around: Surroundings): readonly Source[] => {
  const { keyword } = instruction;
  if (keyword === 'RUN') {
    return mountSources(instruction, around);
  }
  if ((keyword !== 'COPY' && keyword !== 'ADD') || (flagOf(instruction, 'from')?.value ?? '') !== '') {
    return [];
  }
  const keepsParents = ![undefined, 'false'].includes(flagValue(instruction, 'parents'));
  return instruction.words
    .slice(0, -1)
    .filter((word) => instruction.form === 'json' || !isHeredoc(word))
    .map((word) => toSource({ keyword, word, keepsParents, text: word.text }, around));
});

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
  { escape, lookup }: Surroundings,
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

function mountSources(instruction: Instruction, around: Surroundings): readonly Source[] {
  return instruction.flags.flatMap((flag) => {
    const options = flag.name === 'mount' ? mountOptions(flag.value) : {};
    const source = options['source'] ?? options['src'];
    const isBind = (options['type'] ?? 'bind') === 'bind' && options['from'] === undefined;
    if (!isBind || source === undefined) {
      return [];
    }
    const word = { range: flag.range };
    return [toSource({ keyword: 'RUN', word, keepsParents: false, text: source }, around)];
  });
}

/** The `key=value` parts of a `--mount`; keys in lower case. */
function mountOptions(value = ''): Readonly<Record<string, string>> {
  return Object.fromEntries(mountFields(value).map(({ key, value: text = '' }) => [key, text]));
}
