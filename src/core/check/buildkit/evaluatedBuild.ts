import type { Range } from '../../base/text.js';
import type { BuildProblem, Instruction, Stage } from '../../dockerfile/dockerfileDocument.js';
import type { Platform } from '../../platform/platform.js';
import type { GlobalArgs } from './environment.js';
import type { StageBase } from './stageBase.js';
import type { Expansion } from './wordExpansion.js';

/** A Dockerfile as BuildKit sees it for one platform and the recipe's arguments and target, before anything is run. */
export interface EvaluatedBuild {
  /** `linux/arm64`; undefined when the recipe names none. */
  readonly platform?: string;
  readonly globals: GlobalArgs;
  readonly stages: readonly EvaluatedStage[];
}

/** A stage with what was made of its FROM and its instructions. */
export interface EvaluatedStage {
  readonly stage: Stage;
  /** What the builder refuses of its FROM, whether a build needs it or not. */
  readonly problems: readonly BuildProblem[];
  /** What FROM names, with the arguments given. */
  readonly name: Expansion;
  /** The same with the defaults of ARG only; undefined when those make no sense. */
  readonly defaultName: Expansion | undefined;
  /** The value of `--platform`. */
  readonly platformFlag: Expansion | undefined;
  /** What is built for: the flag's platform, else the target's; undefined when not known here. */
  readonly platform: Platform | undefined;
  readonly base: StageBase;
  /** Whether a check looks at its instructions: all stages without a target, else those the target needs. */
  readonly isReached: boolean;
  /** Whether a build comes to it; a check without a target comes to all. */
  readonly isBuilt: boolean;
  /** ONBUILD instructions of the base first; empty unless the stage is reached. */
  readonly steps: readonly Step[];
}

/** A variable that is certainly not set where it is used. */
export interface UndefinedName {
  readonly name: string;
  /** A name that is set and may be meant. */
  readonly suggestion?: string;
  /** Of the word that has it. */
  readonly range: Range;
}

/** Text of an instruction after expansion, and where it was written; undefined text depends on what is not known. */
export interface EvaluatedText {
  readonly text: string | undefined;
  readonly range: Range;
}

/** An instruction of a stage with what is known just before it runs. */
export interface Step {
  readonly instruction: Instruction;
  /** What it counts as in the file: itself, or the FROM that triggers it. */
  readonly place: Instruction;
  readonly undefinedNames: readonly UndefinedName[];
  /** Names used that a base image may set; not judged. */
  readonly unknownNames: readonly string[];
  /** What the builder refuses of it; it stops at the first. */
  readonly problems: readonly BuildProblem[];
  /** Names that a base image may set, where it depends on them if the builder refuses it. */
  readonly openNames: readonly string[];
  /** Of ENV and ARG. */
  readonly keys: readonly EvaluatedText[];
  /** The path of WORKDIR; the ports of EXPOSE; the paths that COPY and ADD take from the context. */
  readonly texts: readonly EvaluatedText[];
  /** Whether SHELL was set, here, in a stage below or by the base image. */
  readonly shell: 'set' | 'unset' | 'unknown';
  /** Whether there was a WORKDIR before, here or in a stage below. */
  readonly hasWorkdir: boolean;
  /** The operating system that paths are of. */
  readonly os: string;
}
