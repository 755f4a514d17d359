import type { Range } from '../base/text.js';
import type { BuildProblem, ProblemCode } from '../dockerfile/dockerfileDocument.js';
import type { Severity } from '../finding/finding.js';
import type { PlatformBuild, RuleInput } from './rule.js';

/** A problem of a Dockerfile's syntax, under our name for it. */
export interface DockerfileProblem {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  /** The one platform it concerns; undefined where it concerns all. */
  readonly platform?: string;
}

/** Our names of what makes a builder refuse the file. */
const names: Readonly<Record<ProblemCode, string>> = {
  'argument-count': 'DockerfileArgumentCount',
  'argument-missing': 'DockerfileArgumentMissing',
  'blank-base-name': 'DockerfileEmptyBaseName',
  'duplicate-flag': 'DockerfileDuplicateFlag',
  'invalid-directive': 'DockerfileInvalidDirective',
  'invalid-flag-value': 'DockerfileInvalidFlagValue',
  'invalid-from': 'DockerfileInvalidFrom',
  'invalid-healthcheck': 'DockerfileInvalidHealthcheck',
  'invalid-onbuild': 'DockerfileInvalidOnbuild',
  'invalid-port': 'DockerfileInvalidPort',
  'invalid-shell': 'DockerfileInvalidShell',
  'invalid-signal': 'DockerfileInvalidSignal',
  'invalid-source': 'DockerfileInvalidSource',
  'invalid-stage-name': 'DockerfileInvalidStageName',
  'invalid-syntax': 'DockerfileInvalidSyntax',
  'no-source-image': 'DockerfileNoSourceImage',
  'unknown-flag': 'DockerfileUnknownFlag',
  'unknown-instruction': 'DockerfileUnknownInstruction',
  'unset-variable': 'DockerfileUnsetVariable',
  'unsupported-modifier': 'DockerfileUnsupportedModifier',
};

/** What a builder refuses of the recipe's Dockerfile: the file as such, and the builds of its platforms. */
export function dockerfileProblems({ document, builds }: RuleInput): readonly DockerfileProblem[] {
  const own = document?.problems ?? [];
  return [...own.map((problem) => toProblem(problem)), ...buildProblems(builds)];
}

/** What every platform has is said once, what some have is said of each of them. */
function buildProblems(builds: readonly PlatformBuild[]): readonly DockerfileProblem[] {
  const counts = new Map<string, number>();
  for (const { resolved } of builds) {
    new Set(resolved.problems.map(keyOf)).forEach((key) => counts.set(key, (counts.get(key) ?? 0) + 1));
  }
  return builds.flatMap(({ platform, resolved }, index) =>
    resolved.problems.flatMap((problem) => {
      const isEverywhere = counts.get(keyOf(problem)) === builds.length;
      if (isEverywhere) {
        return index === 0 ? [toProblem(problem)] : [];
      }
      return [toProblem(problem, platform)];
    }),
  );
}

function keyOf(problem: BuildProblem): string {
  return JSON.stringify(problem);
}

function toProblem({ code, message, range }: BuildProblem, platform?: string): DockerfileProblem {
  return {
    rule: names[code],
    severity: 'error',
    message: `The builder refuses this: ${message}${/[.!?)]$/.test(message) ? '' : '.'}`,
    range,
    ...(platform !== undefined && { platform }),
  };
}
