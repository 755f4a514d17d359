import { placeInDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** A source whose file differs in upper and lower case: there on some computers, missing on Linux. */
export const sourceCaseMismatch: Rule = {
  name: 'SourceCaseMismatch',
  family: 'recipe',
  title: 'A source differs from the file in upper and lower case only',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  return input.sources.flatMap(({ source, key, verdict, platform }) => {
    if (verdict.kind !== 'missing' || verdict.otherCase === undefined) {
      return [];
    }
    const place = placeInDockerfile(input, source.range);
    const isPlain = source.keyword !== 'RUN' && source.text === key && /^[\w./-]+$/.test(verdict.otherCase);
    const edits = [{ range: source.range, newText: verdict.otherCase }];
    const title = `Write ${verdict.otherCase}`;
    return [
      {
        severity: 'error',
        message:
          `"${key}" is not in the build context, but "${verdict.otherCase}" is: builders tell upper from lower case. ` +
          'Write the name as the file has it.',
        ...place,
        ...(platform !== undefined && { platform }),
        // Why: a JSON string's range includes its quotes, so only bare words are replaced.
        fixes:
          isPlain && isBare(input, source.range) ? [{ kind: 'edit', title, file: place.file, edits }] : [],
      },
    ];
  });
}

function isBare(input: RuleInput, range: Remark['range']): boolean {
  if (input.recipe.target.dockerfileInline !== undefined) {
    return false;
  }
  const line = input.document?.text.split(/\r?\n/)[range.start.line] ?? '';
  return !/["']/.test(line.charAt(range.start.character));
}
