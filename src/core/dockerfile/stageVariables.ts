import type { BuildSettings } from './automaticArgs.js';
import { automaticArgs } from './automaticArgs.js';
import { defaultPath } from './defaultPath.js';
import type { DockerfileDocument, Instruction, Stage } from './dockerfileDocument.js';
import { expandWord } from './expandWord.js';
import type { Lookup, VariableValue } from './expandWord.js';

/** The variables at one point of a stage. The later of ENV and ARG wins; what a base image sets is unknown. */
export interface Scope {
  readonly args: Map<string, VariableValue>;
  readonly env: Map<string, VariableValue>;
  /** Whether names not set here are certainly not set: true after `FROM scratch`. */
  readonly isClosed: boolean;
}

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

/** The scope at the beginning of a stage: a copy of that at the end of the stage it is based on, or an empty one. */
export function initialScope(inherited: Scope | undefined, isScratch: boolean): Scope {
  return inherited ?? { args: new Map(), env: new Map(), isClosed: isScratch };
}

/** A scope of its own with the same values. */
export function copyScope({ args, env, isClosed }: Scope): Scope {
  return { args: new Map(args), env: new Map(env), isClosed };
}

/** Runs the stage's ARG and ENV instructions, and calls `visit` before each instruction with the scope there. */
export function walkStage(
  document: DockerfileDocument,
  stage: Stage,
  context: {
    readonly scope: Scope;
    readonly globals: Map<string, VariableValue>;
    readonly settings: BuildSettings;
  },
  visit: (instruction: Instruction, lookup: Lookup) => void,
): Scope {
  const { scope } = context;
  const lookup: Lookup = (name) => lookUp(scope, name);
  for (const instruction of stage.instructions) {
    visit(instruction, lookup);
    if (instruction.keyword === 'ARG') {
      declareArgs(document, instruction, context);
    } else if (instruction.keyword === 'ENV') {
      setEnvironment(document, instruction, scope);
    }
  }
  return scope;
}

function lookUp(scope: Scope, name: string): VariableValue {
  if (scope.env.has(name)) {
    return scope.env.get(name);
  }
  if (scope.args.has(name)) {
    return scope.args.get(name);
  }
  // Why: the builder gives every stage a PATH, even one without a base image.
  return scope.isClosed ? (name === 'PATH' ? defaultPath : null) : undefined;
}

function declareArgs(
  document: DockerfileDocument,
  instruction: Instruction,
  { scope, globals, settings }: Parameters<typeof walkStage>[2],
): void {
  for (const { key: name, value } of instruction.assignments ?? []) {
    const given = settings.buildArgs[name];
    const fallback =
      value === undefined
        ? (globals.get(name) ?? undefined)
        : expandWord(value, document.escape, (key) => lookUp(scope, key));
    const isGlobal = globals.has(name) && globals.get(name) !== null;
    const isSet = given !== undefined || value !== undefined || isGlobal;
    if (isSet) {
      scope.env.delete(name);
    }
    // Why: an ARG without any value leaves the base image's ENV of that name in force, which is not known here.
    scope.args.set(name, isSet || !scope.isClosed ? (given ?? fallback) : null);
  }
}

/** All values of an instruction are looked up before the first is set. */
function setEnvironment(document: DockerfileDocument, instruction: Instruction, scope: Scope): void {
  const lookup: Lookup = (name) => lookUp(scope, name);
  const pairs = (instruction.assignments ?? []).map(({ key, value = '' }) => ({
    name: expandWord(key, document.escape, lookup),
    value: expandWord(value, document.escape, lookup),
  }));
  for (const { name, value } of pairs) {
    if (name !== undefined) {
      scope.env.set(name, value);
    }
  }
}
