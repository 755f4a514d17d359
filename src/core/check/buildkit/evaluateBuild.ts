import { oncePer } from '../../base/oncePer.js';
import type { BuildSettings } from '../../dockerfile/automaticArgs.js';
import type { BuildTrigger } from '../../dockerfile/buildTrigger.js';
import { readTrigger } from '../../dockerfile/buildTrigger.js';
import type { DockerfileDocument, Stage } from '../../dockerfile/dockerfileDocument.js';
import { flagOf } from '../../dockerfile/dockerfileDocument.js';
import { formatPlatform, parsePlatform } from '../../platform/platform.js';
import type { Platform } from '../../platform/platform.js';
import type { PlatformBuild, RuleInput } from '../rule.js';
import type { BaseImageFacts } from './baseImageFacts.js';
import { findBaseImage } from './baseImageFacts.js';
import type { GlobalArgs } from './environment.js';
import { lookupIn, readGlobalArgs } from './environment.js';
import type { EvaluatedBuild, EvaluatedStage, Step } from './evaluatedBuild.js';
import { fromProblems } from './fromProblems.js';
import type { StepContext } from './evaluateStep.js';
import { evaluateStep } from './evaluateStep.js';
import { Heirs } from '../../dockerfile/heirs.js';
import type { StageTable } from '../../dockerfile/stageSources.js';
import { sourceProblems } from '../../dockerfile/sourceProblems.js';
import { sourcesIn, sourcesInStage, stageTable } from '../../dockerfile/stageSources.js';
import { instructionsNamed } from '../../dockerfile/instructionsNamed.js';
import { readPlatformFlag } from './platformFlag.js';
import { baseOfContext, NamedContexts } from './stageBase.js';
import type { StageBase } from './stageBase.js';
import type { BuildGround, StageEnd, StageResult, StageStart } from './stageMemory.js';
import { findGround, recallStage, rememberStage } from './stageMemory.js';
import { StageState, triggersOf } from './stageState.js';
import { expandWord } from './wordExpansion.js';
import type { Expansion } from './wordExpansion.js';

/** The part of a rule's input that is needed here. */
export type EvaluationInput = Pick<RuleInput, 'recipe' | 'document' | 'builds'> & {
  readonly subject: Pick<RuleInput['subject'], 'baseImages' | 'nativePlatform'>;
};

// Why: 22 rules look at the same input, one after the other.
const known = new WeakMap<EvaluationInput, readonly EvaluatedBuild[]>();

/** The builds of the input, each evaluated once; none without a Dockerfile. */
export function evaluateBuilds(input: EvaluationInput): readonly EvaluatedBuild[] {
  const found = known.get(input);
  if (found !== undefined) {
    return found;
  }
  const { document } = input;
  const builds =
    document === undefined ? [] : input.builds.map((build) => new Evaluation(input, document, build).run());
  known.set(input, builds);
  return builds;
}

/** A stage before its instructions are gone through. */
type Opened = Omit<EvaluatedStage, 'isReached' | 'isBuilt' | 'steps'>;

class Evaluation {
  private readonly given: BuildSettings;
  private readonly globals: GlobalArgs;
  private readonly contexts: NamedContexts;
  private readonly byName = new Map<string, number>();
  private readonly table: StageTable;
  private readonly ground: BuildGround;
  private readonly input: EvaluationInput;
  private readonly document: DockerfileDocument;
  private readonly build: PlatformBuild;

  constructor(input: EvaluationInput, document: DockerfileDocument, build: PlatformBuild) {
    this.input = input;
    this.document = document;
    this.build = build;
    const { args, target } = input.recipe.target;
    const platform = readPlatform(build.platform);
    const native = readPlatform(input.subject.nativePlatform);
    this.given = {
      buildArgs: args,
      ...(target !== undefined && { target }),
      ...(platform !== undefined && { platform }),
      ...(native !== undefined && { buildPlatform: native }),
    };
    this.globals = readGlobalArgs(document, this.given);
    this.contexts = new NamedContexts(input.recipe.target.contexts);
    this.table = stageTable(document);
    this.ground = findGround({
      froms: instructionsNamed(document, 'FROM'),
      preamble: document.preamble,
      hasSyntax: document.directives.some(({ name }) => name === 'syntax'),
      globals: this.globals.environment.values,
      buildArgs: new Map(Object.entries(args)),
    });
  }

  run(): EvaluatedBuild {
    const opened = this.document.stages.map((stage) => this.open(stage));
    const { target } = this.given;
    const wanted = target === undefined ? undefined : this.byName.get(target.toLowerCase());
    const needed = this.reachableFrom(opened, wanted ?? opened.length - 1);
    const stages: EvaluatedStage[] = [];
    const ends = new Heirs<StageEnd>(
      opened.map(({ base }) => (base.kind === 'stage' ? base.index : undefined)),
    );
    for (const stage of opened) {
      const { index } = stage.stage;
      const isBuilt = needed.has(index) && this.contextOf(stage.stage) === undefined;
      const isReached = wanted === undefined || isBuilt;
      const steps = this.evaluate(
        stage,
        ends,
        needed.has(index) ? inheritedTriggers(stage.base, stages) : [],
      );
      stages.push({ ...stage, isReached, isBuilt, steps: isReached ? steps : nothing });
    }
    const { platform } = this.build;
    return { ...(platform !== undefined && { platform }), globals: this.globals, stages };
  }

  private open(stage: Stage): Opened {
    const written = stage.base?.text ?? '';
    const name = this.expandGlobal(written);
    const flag = flagOf(stage.from, 'platform')?.value;
    const platformFlag = flag === undefined || flag === '' ? undefined : this.expandGlobal(flag);
    const flagged =
      platformFlag?.value === undefined
        ? undefined
        : readPlatformFlag(platformFlag.value, this.given.buildPlatform);
    const platform = platformFlag === undefined ? this.given.platform : flagged;
    const base = this.baseOf(stage, name, platform);
    const problems = fromProblems(stage, name, { platform: platformFlag, isStage: base.kind === 'stage' });
    if (stage.name !== undefined) {
      this.byName.set(stage.name, stage.index);
    }
    const { defaults } = this.globals;
    const defaultName =
      defaults === undefined
        ? undefined
        : expandWord(written, { escape: this.document.escape }, lookupIn(defaults));
    return { stage, problems, name, defaultName, platformFlag, platform, base };
  }

  private expandGlobal(text: string): Expansion {
    return expandWord(text, { escape: this.document.escape }, lookupIn(this.globals.environment));
  }

  /** The named context that stands in for the stage altogether. */
  private contextOf(stage: Stage): string | undefined {
    return stage.name === undefined ? undefined : this.contexts.find(stage.name);
  }

  /** Names of stages count before images, in the case they are written in; a stage can be a named context itself. */
  private baseOf(stage: Stage, { value }: Expansion, platform: Platform | undefined): StageBase {
    const text = platform === undefined ? undefined : formatPlatform(platform);
    const factsOf = (reference: string): ReturnType<typeof findBaseImage> =>
      findBaseImage(this.input.subject.baseImages, reference, text);
    const own = this.contextOf(stage);
    if (own !== undefined) {
      return baseOfContext(own, factsOf);
    }
    if (value === undefined || value === '') {
      return { kind: 'unknown' };
    }
    const index = this.byName.get(value);
    if (index !== undefined) {
      return { kind: 'stage', index };
    }
    if (value === 'scratch') {
      return { kind: 'scratch' };
    }
    const context = this.contexts.find(value);
    return context === undefined
      ? { kind: 'image', reference: value, facts: factsOf(value), isReplaced: false }
      : baseOfContext(context, factsOf);
  }

  private reachableFrom(opened: readonly Opened[], first: number): ReadonlySet<number> {
    const reached = new Set<number>();
    const waiting = [first];
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      const stage = opened[index];
      if (stage !== undefined && !reached.has(index)) {
        reached.add(index);
        waiting.push(...this.needsOf(stage, opened));
      }
    }
    return reached;
  }

  private needsOf({ stage, base }: Opened, opened: readonly Opened[]): readonly number[] {
    const parent = base.kind === 'stage' ? opened[base.index] : undefined;
    const waiting = parent === undefined ? [] : triggersOf(parent.stage);
    const sources = [
      ...waiting.flatMap(({ instruction }) =>
        instruction === undefined ? [] : sourcesIn(this.table, instruction),
      ),
      ...sourcesInStage(this.table, stage).flat(),
    ];
    const used = sources.flatMap((source) => source.stage ?? []);
    return base.kind === 'stage' ? [base.index, ...used] : used;
  }

  private evaluate(
    opened: Opened,
    ends: Heirs<StageEnd>,
    triggers: readonly BuildTrigger[],
  ): readonly Step[] {
    const { base, stage } = opened;
    const start = {
      base,
      os: osOf(opened, this.given),
      parent: ends.take(base.kind === 'stage' ? base.index : undefined, copyEnd),
      triggers,
      hasHeirs: ends.isAwaited(stage.index),
    };
    const { steps, end } = recallStage(this.ground, stage, start) ?? this.visit(stage, start);
    if (end !== undefined) {
      ends.leave(stage.index, end);
    }
    return steps;
  }

  private visit(stage: Stage, start: StageStart): StageResult {
    const state = stateAt(start);
    const { table, globals } = this;
    const { escape } = this.document;
    const { hasSyntax } = this.ground;
    const context = { table, hasSyntax, escape, globals, buildArgs: this.given.buildArgs };
    const steps = [
      ...start.triggers.flatMap((trigger) => evaluateTrigger(state, stage, trigger, context)),
      ...stage.instructions.map((instruction) =>
        evaluateStep(state, { stage, place: instruction }, instruction, context),
      ),
    ];
    return rememberStage(this.ground, stage, { start, steps, state });
  }
}

const nothing: readonly never[] = [];

/** What is kept is copied only once it is to be changed. */
function copyEnd(end: StageEnd): StageEnd {
  return end.isKept ? end : { state: new StageState(end.state.os, end.state), isKept: false };
}

function stateAt({ parent, os, base }: StageStart): StageState {
  if (parent === undefined) {
    return new StageState(os).begin(base);
  }
  const { state, isKept } = parent;
  return (isKept ? new StageState(state.os, state) : state).begin(base);
}

function osOf({ base, platform }: Opened, given: BuildSettings): string {
  const facts = base.kind === 'image' ? base.facts : undefined;
  const own = base.kind === 'scratch' ? given.platform : platform;
  return own?.os ?? facts?.os ?? 'linux';
}

/** What the builder refuses of its text is told in place of what it would come to. */
function evaluateTrigger(
  state: StageState,
  stage: Stage,
  { instruction = { ...stage.from }, problem }: BuildTrigger,
  context: StepContext,
): readonly Step[] {
  const step = evaluateStep(state, { stage, place: stage.from }, instruction, context);
  const [refused = problem] = sourceProblems(context.table, instruction, context.escape);
  return [refused === undefined ? step : { ...step, problems: [refused] }];
}

function inheritedTriggers(base: StageBase, before: readonly EvaluatedStage[]): readonly BuildTrigger[] {
  if (base.kind === 'stage') {
    const parent = before[base.index];
    return parent === undefined ? [] : triggersOf(parent.stage);
  }
  const facts = base.kind === 'image' ? base.facts : undefined;
  return facts === undefined ? nothing : imageTriggers(facts);
}

const imageTriggers = oncePer(({ onbuild = [] }: BaseImageFacts): readonly BuildTrigger[] =>
  onbuild.map((text) => readTrigger(text)),
);

function readPlatform(text: string | undefined): Platform | undefined {
  if (text === undefined || text === '') {
    return undefined;
  }
  try {
    return parsePlatform(text);
  } catch {
    // Why: a text that is no platform ends a build; there is nothing to say about it here.
    return undefined;
  }
}
