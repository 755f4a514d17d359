import { areSame, haveSameEntries } from '../../base/areSame.js';
import type { BuildTrigger } from '../../dockerfile/buildTrigger.js';
import type { Instruction, Stage } from '../../dockerfile/dockerfileDocument.js';
import type { Step } from './evaluatedBuild.js';
import type { StageBase } from './stageBase.js';
import type { StageState } from './stageState.js';

/** What all instructions of a build meet, whatever stage they are in. */
export interface BuildGround {
  /** The FROM lines, the very same list while none is edited; names and numbers of stages follow from them. */
  readonly froms: readonly Instruction[];
  /** What stands before them. */
  readonly preamble: readonly Instruction[];
  readonly hasSyntax: boolean;
  /** What FROM lines see, and what the user gives: values by name. */
  readonly globals: ReadonlyMap<string, string | undefined>;
  readonly buildArgs: ReadonlyMap<string, string | undefined>;
}

/** What a stage begins with. */
export interface StageStart {
  readonly base: StageBase;
  readonly os: string;
  /** What the stage left that it is based on, if it is. */
  readonly parent: StageEnd | undefined;
  /** What its base has in wait for it. */
  readonly triggers: readonly BuildTrigger[];
  /** Whether any stage is based on it. */
  readonly hasHeirs: boolean;
}

/** What a stage leaves to those that are based on it. */
export interface StageEnd {
  readonly state: StageState;
  /** Whether it stays as it is, for checks to come too: then who is based on it goes on with a copy. */
  readonly isKept: boolean;
}

/** What was made of a stage. */
export interface StageResult {
  readonly steps: readonly Step[];
  /** Undefined where nothing is based on it. */
  readonly end: StageEnd | undefined;
}

interface Known extends StageStart, StageResult {
  readonly ground: BuildGround;
  readonly stage: Stage;
}

/** As many platforms find again what they have made of a stage. */
const mostKnown = 4;

/** Of more variables no copy is kept. Why: in a long line of stages each leaves all that those before it have set. */
const mostKeptNames = 256;

// Why by FROM: a stage is another one with each change to it, and what it leaves may be the same all the same.
const memory = new WeakMap<Instruction, readonly Known[]>();

/** The ground of an earlier check where it is the same; else this one. */
export function findGround(ground: BuildGround): BuildGround {
  const [first] = ground.froms;
  const known = first && memory.get(first)?.find((entry) => isSameGround(entry.ground, ground));
  return known?.ground ?? ground;
}

/**
 * What an earlier check has made of the stage, where it had the same instructions and begins with the same. Why: while
 * a Dockerfile is edited nearly all of its stages stay the same, and with their steps all that rules have found there.
 */
export function recallStage(ground: BuildGround, stage: Stage, start: StageStart): StageResult | undefined {
  return memory
    .get(stage.from)
    ?.find((entry) => entry.ground === ground && entry.stage === stage && isSameStart(entry, start));
}

/** Remembers what was made of a stage, in the state it came to: that of before where it came to the same. */
export function rememberStage(
  ground: BuildGround,
  stage: Stage,
  {
    start,
    steps,
    state,
  }: { readonly start: StageStart; readonly steps: readonly Step[]; readonly state: StageState },
): StageResult {
  const isKept = !start.hasHeirs || state.nameCount <= mostKeptNames;
  const known = memory.get(stage.from) ?? [];
  const before = known.find((entry) => entry.ground === ground);
  const end = start.hasHeirs ? endOf(state, isKept, before?.end) : undefined;
  // Why: what its parent does not keep cannot be compared with what it leaves the next time.
  if (isKept && start.parent?.isKept !== false) {
    const others = known.filter((entry) => entry !== before && isOfSameText(entry.ground, ground));
    memory.set(stage.from, [{ ground, stage, ...start, steps, end }, ...others].slice(0, mostKnown));
  }
  return { steps, end };
}

function endOf(state: StageState, isKept: boolean, before: StageEnd | undefined): StageEnd {
  return before?.state.isSameAs(state) === true ? before : { state, isKept };
}

function isSameGround(one: BuildGround, other: BuildGround): boolean {
  return (
    one.hasSyntax === other.hasSyntax &&
    isOfSameText(one, other) &&
    haveSameEntries(one.globals, other.globals) &&
    haveSameEntries(one.buildArgs, other.buildArgs)
  );
}

/** Whether grounds of several platforms or recipes belong to one text, as far as all stages meet it. */
function isOfSameText(one: BuildGround, other: BuildGround): boolean {
  return one.froms === other.froms && areSame(one.preamble, other.preamble);
}

function isSameStart(one: StageStart, other: StageStart): boolean {
  return (
    one.parent === other.parent &&
    one.os === other.os &&
    one.hasHeirs === other.hasHeirs &&
    isSameBase(one.base, other.base) &&
    areSame(one.triggers, other.triggers)
  );
}

/** Of an image only what is known of it counts. */
function isSameBase(one: StageBase, other: StageBase): boolean {
  return one.kind === 'image' && other.kind === 'image' ? one.facts === other.facts : one.kind === other.kind;
}
