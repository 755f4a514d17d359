import { cleanPath } from '../../../base/cleanPath.js';
import { quoteGo } from '../../../dockerfile/goText.js';
import type { IgnoreMatcher, IgnorePattern } from '../../../dockerfile/ignoreFile.js';
import { sourceKind } from '../../../dockerfile/sourceKind.js';
import type { RelatedPlace } from '../../../finding/finding.js';
import { buildRule, saidOfSteps, stepsOf } from '../buildkitRule.js';
import type { CheckView, Said } from '../buildkitRule.js';
import type { Step } from '../evaluatedBuild.js';

/**
 * Silent where the ignore file takes anything back with `!`, as BuildKit is.
 * https://docs.docker.com/reference/build-checks/copy-ignored-file/
 */
export const copyIgnoredFile = buildRule(
  { name: 'CopyIgnoredFile', title: 'COPY or ADD takes a file that is kept out of the context' },
  ({ stages }, view) => {
    const { ignore } = view.input;
    if (ignore === undefined || !isDecidable(ignore)) {
      return [];
    }
    return stages.flatMap(({ steps }) =>
      saidOfSteps(stepsOf(steps, ['COPY', 'ADD']), (step) => judgeSources(step, ignore, view)),
    );
  },
);

function judgeSources(
  { place, instruction, texts }: Step,
  ignore: IgnoreMatcher,
  view: CheckView,
): readonly Said[] {
  return texts.flatMap(({ text, range }): readonly Said[] => {
    const path = text === undefined || sourceKind(text) !== 'path' ? undefined : cleanPath(text);
    const pattern = path === undefined ? undefined : patternFor(ignore, path);
    if (path === undefined || pattern === undefined) {
      return [];
    }
    const verb = instruction.keyword === 'ADD' ? 'Add' : 'Copy';
    const message = `Attempting to ${verb} file ${quoteGo(path)} that is excluded by .dockerignore`;
    return [{ place, range, message, elsewhere: placesOf(view, pattern) }];
  });
}

function isDecidable({ patterns, problems }: IgnoreMatcher): boolean {
  return problems.length === 0 && !patterns.some(({ isException }) => isException);
}

const wholeContext: readonly string[] = ['*', '**', '**/*'];

/** The context as such counts as left out only where a pattern says so of everything in it. */
function patternFor(ignore: IgnoreMatcher, path: string): IgnorePattern | undefined {
  return path === '.' || path === '/'
    ? ignore.patterns.find(({ text }) => wholeContext.includes(text.replace(/^\//, '')))
    : ignore.excludedBy(path);
}

function placesOf({ input }: CheckView, { line, text }: IgnorePattern): readonly RelatedPlace[] {
  const file = input.subject.ignoreFile?.path;
  const range = { start: { line, character: 0 }, end: { line, character: text.length } };
  return file === undefined ? [] : [{ file, range, message: `This pattern leaves it out: ${text}` }];
}
