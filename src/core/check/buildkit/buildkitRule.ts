import { oncePer } from '../../base/oncePer.js';
import type { Range } from '../../base/text.js';
import type { DockerfileDocument, Instruction } from '../../dockerfile/dockerfileDocument.js';
import { rangeBetween } from '../../dockerfile/lineTable.js';
import type { RelatedPlace } from '../../finding/finding.js';
import type { RuleInfo } from '../../finding/ruleInfo.js';
import { placeInDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';
import type { CheckDirectives } from './checkDirective.js';
import { readCheckDirectives } from './checkDirective.js';
import { evaluateBuilds } from './evaluateBuild.js';
import type { EvaluatedBuild, Step } from './evaluatedBuild.js';

/** What a check looks at. */
export interface CheckView {
  readonly input: RuleInput;
  readonly document: DockerfileDocument;
  readonly directives: CheckDirectives;
}

/** What a check has to say of a place of the Dockerfile. */
export interface Said {
  /** The instruction that BuildKit reports. */
  readonly place: Instruction;
  readonly message: string;
  /** The part of it that is meant; used where it is on the line that BuildKit reports. */
  readonly range?: Range | undefined;
  /** The line that BuildKit reports, where that is not the first one of the instruction. */
  readonly line?: number;
  readonly tags?: Remark['tags'];
  /** Other places of the Dockerfile that explain it. */
  readonly related?: readonly { readonly range: Range; readonly message: string }[];
  /** Places of other files. */
  readonly elsewhere?: readonly RelatedPlace[];
}

/** Name and title of a check; family, severity and preset are the same for all of them. */
type CheckInfo = Pick<RuleInfo, 'name' | 'title'>;

// Why: 22 rules look at the same input, one after the other.
const known = new WeakMap<RuleInput, CheckDirectives>();

function directivesOf(input: RuleInput, document: DockerfileDocument): CheckDirectives {
  const found = known.get(input) ?? readCheckDirectives(document, input.recipe.target.args);
  known.set(input, found);
  return found;
}

/** A rule that looks at the file as it is written. */
export function textRule(info: CheckInfo, check: (view: CheckView) => readonly Said[]): Rule {
  return toRule(info, (view) => check(view).map((said) => toRemark(view, said)));
}

/** A rule that looks at each platform's build; what holds for one of them carries its platform. */
export function buildRule(
  info: CheckInfo,
  check: (build: EvaluatedBuild, view: CheckView) => readonly Said[],
): Rule {
  return toRule(info, (view) =>
    evaluateBuilds(view.input).flatMap((build) =>
      check(build, view).map((said) => toRemark(view, said, build.platform)),
    ),
  );
}

/** A rule that looks at the instructions, with one of the keywords or all of them, of the stages that a check reaches. */
export function stepRule(
  { keywords, ...info }: CheckInfo & { readonly keywords: readonly string[] | 'all' },
  check: (step: Step) => readonly Said[],
): Rule {
  return stageRule(info, (steps) =>
    saidOfSteps(keywords === 'all' ? steps : stepsOf(steps, keywords), check),
  );
}

/** A rule that looks at all instructions of a stage that a check reaches, and at nothing else. */
export function stageRule(info: CheckInfo, check: (steps: readonly Step[]) => readonly Said[]): Rule {
  // Why once: while a Dockerfile is edited most stages are what they were in the check before.
  const saidOf = oncePer(check);
  return buildRule(info, ({ stages }) => stages.flatMap(({ steps }) => saidOf(steps)));
}

/** The steps with one of the keywords. */
export function stepsOf(steps: readonly Step[], keywords: readonly string[]): readonly Step[] {
  return steps.filter(({ instruction }) => keywords.includes(instruction.keyword));
}

/** What is to be said of each step; a range counts only where the step is written where it is reported. */
export function saidOfSteps(steps: readonly Step[], check: (step: Step) => readonly Said[]): readonly Said[] {
  return steps.flatMap((step) => {
    const found = check(step);
    return isWritten(step) ? found : found.map((said) => ({ ...said, range: undefined }));
  });
}

/** Whether a step is what stands at its place; what ONBUILD put there stands elsewhere, or in no file at all. */
export function isWritten({ instruction, place }: Step): boolean {
  return instruction === place;
}

function toRule(info: CheckInfo, check: (view: CheckView) => readonly Remark[]): Rule {
  return {
    ...info,
    family: 'buildkit',
    severity: 'warning',
    preset: 'recommended',
    check: (input) => {
      const { document } = input;
      return document === undefined
        ? []
        : check({ input, document, directives: directivesOf(input, document) });
    },
  };
}

function toRemark({ input, document, directives }: CheckView, said: Said, platform?: string): Remark {
  const { message, tags, related = [], elsewhere = [] } = said;
  const places = [
    ...related.map((other) => ({ ...placeInDockerfile(input, other.range), message: other.message })),
    ...elsewhere,
  ];
  return {
    severity: directives.file.isError ? 'error' : 'warning',
    message,
    ...placeInDockerfile(input, rangeOf(document, said)),
    ...(platform !== undefined && { platform }),
    ...(tags !== undefined && { tags }),
    ...(places.length > 0 && { related: places }),
  };
}

/** Always begins on the line that BuildKit reports. */
function rangeOf({ lines, text }: DockerfileDocument, { place, range, line }: Said): Range {
  const first = line ?? place.range.start.line;
  if (range?.start.line === first) {
    return range;
  }
  // Why: a line with nothing but a continuation may stand before the keyword.
  if (line === undefined && place.keywordRange.start.line === first) {
    return place.keywordRange;
  }
  const from = lines.starts[first] ?? lines.length;
  const written = text.slice(from, lines.starts[first + 1]).replace(/[\r\n]+$/, '');
  return rangeBetween(lines, from, from + written.length);
}
