import type { DockerfileDocument, Instruction, Stage } from './dockerfileDocument.js';
import { cleanPath } from '../base/cleanPath.js';
import { expandWord } from './expandWord.js';
import type { Lookup, VariableValue } from './expandWord.js';

/** The platform built for, in Docker's words. */
interface TargetPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** What a build gives a Dockerfile besides its text. */
export interface BuildSettings {
  readonly buildArgs: Readonly<Record<string, string>>;
  /** The stage to build; undefined is the last one. */
  readonly target?: string;
  /** Undefined where the platform is not known here: then what depends on it is not judged. */
  readonly platform?: TargetPlatform;
}

/** The variables at one point of a stage. The later of ENV and ARG wins; what a base image sets is unknown. */
export interface Scope {
  readonly args: Map<string, VariableValue>;
  readonly env: Map<string, VariableValue>;
  /** Whether names not set here are certainly not set: true after `FROM scratch`. */
  readonly isClosed: boolean;
  /** Where relative paths begin; undefined where a base image or a variable decides. */
  directory: string | undefined;
}

/** https://github.com/moby/buildkit/blob/v0.23.0/util/system/path.go */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const buildPlatformArgs = ['BUILDPLATFORM', 'BUILDOS', 'BUILDARCH', 'BUILDVARIANT'];
const targetPlatformArgs = ['TARGETPLATFORM', 'TARGETOS', 'TARGETARCH', 'TARGETVARIANT'];

/**
 * The arguments that FROM lines see: those of the preamble and the builder's own.
 * https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact
 */
export function globalArgs(
  document: DockerfileDocument,
  settings: BuildSettings,
): Map<string, VariableValue> {
  const values = automaticArgs(settings);
  const lookup: Lookup = (name) => (values.has(name) ? values.get(name) : null);
  for (const instruction of document.preamble.filter(({ keyword }) => keyword === 'ARG')) {
    for (const { key: name, value } of instruction.assignments ?? []) {
      const fallback = value === undefined ? null : expandWord(value, document.escape, lookup);
      values.set(
        name,
        settings.buildArgs[name] ?? (value === undefined ? (values.get(name) ?? null) : fallback),
      );
    }
  }
  return values;
}

/** The scope at the beginning of a stage: a copy of that at the end of the stage it is based on, or an empty one. */
export function initialScope(inherited: Scope | undefined, isScratch: boolean): Scope {
  const directory = isScratch ? '/' : undefined;
  return inherited ?? { args: new Map(), env: new Map(), isClosed: isScratch, directory };
}

/** A scope of its own with the same values. */
export function copyScope({ args, env, isClosed, directory }: Scope): Scope {
  return { args: new Map(args), env: new Map(env), isClosed, directory };
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
    } else if (instruction.keyword === 'WORKDIR') {
      const path = expandWord(instruction.words[0]?.text ?? '', document.escape, lookup);
      scope.directory = path === undefined ? undefined : pathIn(scope.directory, path);
    }
  }
  return scope;
}

/** A path as it is when it begins in a directory; undefined where that is not known. */
export function pathIn(directory: string | undefined, path: string): string | undefined {
  if (path.startsWith('/')) {
    return path;
  }
  return directory === undefined ? undefined : cleanPath(`${directory}/${path}`);
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

function automaticArgs(settings: BuildSettings): Map<string, VariableValue> {
  const { platform } = settings;
  const values = new Map<string, VariableValue>(
    [...buildPlatformArgs, ...targetPlatformArgs].map((name) => [name, undefined]),
  );
  if (platform !== undefined) {
    const suffix = platform.variant === undefined ? '' : `/${platform.variant}`;
    values.set('TARGETPLATFORM', `${platform.os}/${platform.architecture}${suffix}`);
    values.set('TARGETOS', platform.os);
    values.set('TARGETARCH', platform.architecture);
    values.set('TARGETVARIANT', platform.variant ?? '');
  }
  values.set('TARGETSTAGE', settings.target ?? 'default');
  return values;
}
