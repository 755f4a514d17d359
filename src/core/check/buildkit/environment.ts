import type { Assignment, DockerfileDocument } from '../../dockerfile/dockerfileDocument.js';
import { formatPlatform } from '../../platform/platform.js';
import type { Platform } from '../../platform/platform.js';
import type { NameLookup } from './wordExpansion.js';
import { expandWord } from './wordExpansion.js';

/** Variables at some place. */
export interface Environment {
  /** Undefined: set, to a value that is not known here. In the order they were first set. */
  readonly values: Map<string, string | undefined>;
  /** Whether names that are not here are certainly not set; a base image that nobody asked about may set any. */
  readonly isClosed: boolean;
}

/** What a build gives a Dockerfile besides its text. */
export interface BuildGiven {
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly target?: string;
  /** Undefined: the builder's own, which is not known here. */
  readonly platform?: Platform;
  /** The builder's own platform, where known. */
  readonly buildPlatform?: Platform;
}

/** The arguments that FROM lines see. */
export interface GlobalArgs {
  readonly environment: Environment;
  /** As if no build argument was given; undefined when a default makes no sense. */
  readonly defaults: Environment | undefined;
  /** Declared above the first FROM, with a value or without one. */
  readonly declared: ReadonlySet<string>;
}

/** Looks names up in an environment. */
export function lookupIn({ values, isClosed }: Environment): NameLookup {
  return (name) =>
    values.has(name) ? { kind: 'set', value: values.get(name) } : { kind: isClosed ? 'unset' : 'unknown' };
}

/** https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact */
export function readGlobalArgs(document: DockerfileDocument, given: BuildGiven): GlobalArgs {
  const assignments = document.preamble
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap((instruction) => instruction.assignments ?? []);
  const automatic = automaticArgs(document, given);
  const withGiven = declare(automatic, assignments, { escape: document.escape, buildArgs: given.buildArgs });
  const defaults = declare(automatic, assignments, { escape: document.escape, buildArgs: {} });
  return {
    environment: withGiven.environment,
    defaults: defaults.isMalformed ? undefined : defaults.environment,
    declared: new Set(assignments.map(({ key }) => key)),
  };
}

function declare(
  before: ReadonlyMap<string, string | undefined>,
  assignments: readonly Assignment[],
  { escape, buildArgs }: { readonly escape: string; readonly buildArgs: Readonly<Record<string, string>> },
): { readonly environment: Environment; readonly isMalformed: boolean } {
  const environment: Environment = { values: new Map(before), isClosed: true };
  let isMalformed = false;
  for (const { key, value } of assignments) {
    if (Object.hasOwn(buildArgs, key)) {
      environment.values.set(key, buildArgs[key]);
    } else if (value !== undefined) {
      const expansion = expandWord(value, { escape }, lookupIn(environment));
      isMalformed ||= expansion.isMalformed;
      environment.values.set(key, expansion.value);
    }
  }
  return { environment, isMalformed };
}

/** https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
function automaticArgs(
  { stages }: DockerfileDocument,
  { buildArgs, target, platform, buildPlatform }: BuildGiven,
): Map<string, string | undefined> {
  const values = new Map([
    ...platformArgs('BUILD', buildPlatform),
    ...platformArgs('TARGET', platform),
    ['TARGETSTAGE', target ?? stages.at(-1)?.name ?? 'default'] as const,
  ]);
  for (const name of values.keys()) {
    if (Object.hasOwn(buildArgs, name)) {
      values.set(name, buildArgs[name]);
    }
  }
  return values;
}

function platformArgs(
  side: 'BUILD' | 'TARGET',
  platform: Platform | undefined,
): readonly (readonly [string, string | undefined])[] {
  const whole = platform === undefined ? undefined : formatPlatform(platform);
  const rest = platform === undefined ? undefined : '';
  return [
    [`${side}PLATFORM`, whole],
    [`${side}OS`, platform?.os],
    [`${side}OSVERSION`, rest],
    [`${side}ARCH`, platform?.architecture],
    [`${side}VARIANT`, platform?.variant ?? rest],
  ];
}
