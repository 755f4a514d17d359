import { placeInDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';
import type { JudgedSource } from '../judgedSource.js';
import { compileGlob } from '../../dockerfile/goMatch.js';
import type { Severity } from '../../finding/finding.js';
import { fixedFolder } from '../contextFacts.js';

/** A source that is not in the build context. */
export const missingSource: Rule = {
  name: 'MissingSource',
  family: 'recipe',
  title: 'A source of COPY, ADD or a bind mount is not in the build context',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  return input.sources.flatMap((judged) => {
    const message = messageFor(judged);
    if (message === undefined) {
      return [];
    }
    return [
      {
        severity: severityOf(input, judged),
        message,
        ...placeInDockerfile(input, judged.source.range),
        ...(judged.platform !== undefined && { platform: judged.platform }),
      },
    ];
  });
}

function severityOf(input: RuleInput, judged: JudgedSource): Severity {
  if (judged.isFatal || judged.verdict.kind === 'url-in-copy') {
    return 'error';
  }
  return isOptional(input, judged) ? 'hint' : 'warning';
}

/** `COPY package.json package-lock.json* ./`: a star behind a whole name, beside others, is how a file is made optional. */
function isOptional({ document }: RuleInput, { source, key }: JudgedSource): boolean {
  const { line, character } = source.range.start;
  const siblings = document?.instructions.find(({ words }) =>
    words.some(({ range: { start } }) => start.line === line && start.character === character),
  );
  return (siblings?.words.length ?? 0) > 2 && /^[^*?[]+\*$/.test(key);
}

function messageFor({ source, key, isPattern, isFatal, verdict }: JudgedSource): string | undefined {
  if (verdict.kind === 'url-in-copy') {
    return `COPY cannot fetch ${source.text}. Use ADD for URLs.`;
  }
  if (verdict.kind !== 'missing' || verdict.otherCase !== undefined) {
    return undefined;
  }
  if (verdict.climbs) {
    return (
      `"${source.text}" cannot leave the build context; the builder looks for "${key}" in it, which is not there. ` +
      'Move the file into the context, or choose a context that holds it.'
    );
  }
  if (isPattern && compileGlob(key) === undefined) {
    const json = source.text.startsWith('[')
      ? ' A JSON list needs commas and every text in double quotes.'
      : '';
    return `The builder cannot read the pattern "${key}": a "[" has no matching "]".${json} Correct it, or write "[[]" for the character.`;
  }
  if (isFatal && isPattern) {
    return (
      `Nothing in the build context matches "${key}", and without "${fixedFolder(key)}" in the context the builder ` +
      'stops. Correct the pattern, or create the files before building.'
    );
  }
  return isPattern
    ? `Nothing in the build context matches "${key}". Correct the pattern, or create the files before building.`
    : `"${key}" is not in the build context. Create it, or correct the path (it starts at the context, not at the Dockerfile).`;
}
