import { oncePer } from '../base/oncePer.js';
import type { Range } from '../base/text.js';
import type { BuildProblem, ProblemCode } from '../dockerfile/dockerfileDocument.js';
import type { Severity } from '../finding/finding.js';
import { isWritten } from './buildkit/buildkitRule.js';
import { evaluateBuilds } from './buildkit/evaluateBuild.js';
import type { EvaluatedStage, Step } from './buildkit/evaluatedBuild.js';
import type { RuleInput } from './rule.js';

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
export function dockerfileProblems(input: RuleInput): readonly DockerfileProblem[] {
  const own = input.document?.problems ?? [];
  return [
    ...own.map((problem) => toProblem(problem, whole)),
    ...evaluateBuilds(input).flatMap(({ platform, globals, stages }) => {
      const problems = [
        ...[...globals.problems, ...stages.flatMap((stage) => stage.problems)].map((problem) =>
          toProblem(problem, whole),
        ),
        ...stages.flatMap(stageProblems),
      ];
      return problems.map((problem) => (platform === undefined ? problem : { ...problem, platform }));
    }),
  ];
}

/** How a problem is told: by its own place, or by that of a FROM whose base has it in wait. */
interface Telling {
  readonly who: string;
  readonly range?: Range;
}

const whole: Telling = { who: 'The builder refuses this' };

const refusedSteps = oncePer((steps: readonly Step[]) => steps.filter(({ problems }) => problems.length > 0));

/** A check without a target looks at all stages, a build only at those that it needs. */
function stageProblems({ steps, isBuilt, stage }: EvaluatedStage): readonly DockerfileProblem[] {
  const who = isBuilt
    ? whole.who
    : "BuildKit's check refuses this, and so does a build whose target needs this stage";
  return refusedSteps(steps).flatMap((step) =>
    step.problems.map((problem) =>
      isWritten(step)
        ? toProblem(problem, { who })
        : toProblem(problem, { who: `${who} (ONBUILD of its base)`, range: stage.from.range }),
    ),
  );
}

function toProblem({ code, message, range }: BuildProblem, told: Telling): DockerfileProblem {
  return {
    rule: names[code],
    severity: 'error',
    message: `${told.who}: ${message}${/[.!?)]$/.test(message) ? '' : '.'}`,
    range: told.range ?? range,
  };
}
