import type { BuildSettings } from '../../dockerfile/automaticArgs.js';
import { automaticArgs } from '../../dockerfile/automaticArgs.js';
import type { Assignment, BuildProblem, DockerfileDocument } from '../../dockerfile/dockerfileDocument.js';
import { expansionProblem } from '../../dockerfile/variableProblems.js';
import type { NameLookup } from './wordExpansion.js';
import { expandWord } from './wordExpansion.js';

/** Variables at some place. */
export interface Environment {
  /** Undefined: set, to a value that is not known here. In the order they were first set. */
  readonly values: Map<string, string | undefined>;
  /** Whether names that are not here are certainly not set; a base image that nobody asked about may set any. */
  readonly isClosed: boolean;
}

/** The arguments that FROM lines see. */
export interface GlobalArgs {
  readonly environment: Environment;
  /** As if no build argument was given; undefined when a default makes no sense. */
  readonly defaults: Environment | undefined;
  /** What the builder refuses of the defaults that it needs. */
  readonly problems: readonly BuildProblem[];
  /** Declared above the first FROM, with a value or without one. */
  readonly declared: ReadonlySet<string>;
}

/** Looks names up in an environment. */
export function lookupIn({ values, isClosed }: Environment): NameLookup {
  return (name) =>
    values.has(name) ? { kind: 'set', value: values.get(name) } : { kind: isClosed ? 'unset' : 'unknown' };
}

/** https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact */
export function readGlobalArgs(document: DockerfileDocument, given: BuildSettings): GlobalArgs {
  const assignments = document.preamble
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap((instruction) => instruction.assignments ?? []);
  const automatic = automaticArgs(document, given);
  const withGiven = declare(automatic, assignments, { escape: document.escape, buildArgs: given.buildArgs });
  const defaults = declare(automatic, assignments, { escape: document.escape, buildArgs: {} });
  return {
    environment: withGiven.environment,
    defaults: defaults.problems.length > 0 ? undefined : defaults.environment,
    problems: withGiven.problems,
    declared: new Set(assignments.map(({ key }) => key)),
  };
}

function declare(
  before: ReadonlyMap<string, string | undefined>,
  assignments: readonly Assignment[],
  { escape, buildArgs }: { readonly escape: string; readonly buildArgs: Readonly<Record<string, string>> },
): { readonly environment: Environment; readonly problems: readonly BuildProblem[] } {
  const environment: Environment = { values: new Map(before), isClosed: true };
  const problems: BuildProblem[] = [];
  for (const { key, value, valueRange, range } of assignments) {
    if (Object.hasOwn(buildArgs, key)) {
      environment.values.set(key, buildArgs[key]);
    } else if (value !== undefined) {
      const expansion = expandWord(value, { escape }, lookupIn(environment));
      problems.push(...expansionProblem({ text: value, range: valueRange ?? range }, expansion));
      environment.values.set(key, expansion.value);
    }
  }
  return { environment, problems };
}
