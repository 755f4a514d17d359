import type { BuildSettings } from './automaticArgs.js';
import { automaticArgs } from './automaticArgs.js';
import { defaultPath } from './defaultPath.js';
import type { DockerfileDocument, Instruction } from './dockerfileDocument.js';
import { expandWord } from './expandWord.js';
import type { Lookup, VariableValue } from './expandWord.js';

/**
 * The arguments that FROM lines see: those of the preamble and the builder's own.
 * https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact
 */
export function globalArgs(
  document: DockerfileDocument,
  settings: BuildSettings,
): Map<string, VariableValue> {
  const { buildArgs } = settings;
  const values: Map<string, VariableValue> = automaticArgs(document, settings);
  const lookup: Lookup = (name) => (values.has(name) ? values.get(name) : null);
  const assignments = document.preamble
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap((instruction) => instruction.assignments ?? []);
  for (const { key: name, value: text } of assignments) {
    if (Object.hasOwn(buildArgs, name)) {
      values.set(name, buildArgs[name]);
    } else if (text === undefined) {
      values.set(name, values.get(name) ?? null);
    } else {
      values.set(name, expandWord(text, document.escape, lookup));
    }
  }
  return values;
}

/** What the stages of a build share. */
export interface StageSurroundings {
  readonly escape: string;
  /** The arguments that FROM lines see. */
  readonly globals: ReadonlyMap<string, VariableValue>;
  readonly settings: BuildSettings;
}

/** What ARG and ENV have set. */
interface Values {
  readonly args?: ReadonlyMap<string, VariableValue>;
  readonly env?: ReadonlyMap<string, VariableValue>;
}

/**
 * The variables at one point of a stage. The later of ENV and ARG wins; what a base image sets is unknown. What ARG and
 * ENV come to is worked out only once somebody asks for a variable, which in most stages nobody does.
 */
export class StageScope {
  readonly #around: StageSurroundings;
  /** Whether names not set here are certainly not set: true after `FROM scratch`. */
  readonly #isClosed: boolean;
  readonly #args: Map<string, VariableValue>;
  readonly #env: Map<string, VariableValue>;
  #waiting: Instruction[] = [];

  constructor(around: StageSurroundings, isClosed: boolean, before: Values = {}) {
    this.#around = around;
    this.#isClosed = isClosed;
    this.#args = new Map(before.args);
    this.#env = new Map(before.env);
  }

  /** A scope of its own with the same values. */
  copy(): StageScope {
    this.#settle();
    return new StageScope(this.#around, this.#isClosed, { args: this.#args, env: this.#env });
  }

  /** Goes on behind an instruction. */
  pass(instruction: Instruction): void {
    if (instruction.keyword === 'ARG' || instruction.keyword === 'ENV') {
      this.#waiting.push(instruction);
    }
  }

  /** The value of a variable behind the instructions passed so far. */
  readonly lookup: Lookup = (name) => {
    this.#settle();
    return this.#valueOf(name);
  };

  #settle(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) {
      return;
    }
    this.#waiting = [];
    for (const instruction of waiting) {
      if (instruction.keyword === 'ARG') {
        this.#declareArgs(instruction);
      } else {
        this.#setEnvironment(instruction);
      }
    }
  }

  #valueOf(name: string): VariableValue {
    if (this.#env.has(name)) {
      return this.#env.get(name);
    }
    if (this.#args.has(name)) {
      return this.#args.get(name);
    }
    // Why: the builder gives every stage a PATH, even one without a base image.
    return this.#isClosed ? (name === 'PATH' ? defaultPath : null) : undefined;
  }

  #declareArgs({ assignments = [] }: Instruction): void {
    const { globals, settings } = this.#around;
    for (const { key: name, value } of assignments) {
      const given = settings.buildArgs[name];
      const fallback = value === undefined ? (globals.get(name) ?? undefined) : this.#expand(value);
      const isGlobal = globals.has(name) && globals.get(name) !== null;
      const isSet = given !== undefined || value !== undefined || isGlobal;
      if (isSet) {
        this.#env.delete(name);
      }
      // Why: an ARG without any value leaves the base image's ENV of that name in force, which is not known here.
      this.#args.set(name, isSet || !this.#isClosed ? (given ?? fallback) : null);
    }
  }

  /** All values of an instruction are looked up before the first is set. */
  #setEnvironment({ assignments = [] }: Instruction): void {
    const pairs = assignments.map(({ key, value = '' }) => ({
      name: this.#expand(key),
      value: this.#expand(value),
    }));
    for (const { name, value } of pairs) {
      if (name !== undefined) {
        this.#env.set(name, value);
      }
    }
  }

  #expand(text: string): string | undefined {
    return expandWord(text, this.#around.escape, (name) => this.#valueOf(name));
  }
}
