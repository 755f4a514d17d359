import { placeInDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';
import type { JudgedSource } from '../judgedSource.js';

/** A source that is not in the build context. */
export const missingSource: Rule = { name: 'MissingSource', check };

function check(input: RuleInput): readonly Remark[] {
  return input.sources.flatMap((judged) => {
    const message = messageFor(judged);
    if (message === undefined) {
      return [];
    }
    return [
      {
        // Why: a pattern that matches nothing copies nothing; a plain path ends the build.
        severity: judged.isPattern ? 'warning' : 'error',
        message,
        ...placeInDockerfile(input, judged.source.range),
        ...(judged.platform !== undefined && { platform: judged.platform }),
      },
    ];
  });
}

function messageFor({ source, key, isPattern, verdict }: JudgedSource): string | undefined {
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
  return isPattern
    ? `Nothing in the build context matches "${key}". Correct the pattern, or create the files before building.`
    : `"${key}" is not in the build context. Create it, or correct the path (it starts at the context, not at the Dockerfile).`;
}
