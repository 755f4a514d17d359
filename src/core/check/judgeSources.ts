import { cleanPath } from '../base/cleanPath.js';
import type { IgnorePattern } from '../dockerfile/ignoreFile.js';
import { compileGlob, hasWildcard } from '../dockerfile/goMatch.js';
import type { Source } from '../dockerfile/resolvedDockerfile.js';
import type { SourceFacts, SourceMatch } from './contextFacts.js';
import { fixedFolder, sourceKey } from './contextFacts.js';
import type { JudgedSource, SourceVerdict } from './judgedSource.js';
import type { PlatformBuild, RuleInput } from './rule.js';

/** The input of rules before its sources are judged. */
type Input = Omit<RuleInput, 'sources'>;

/** Judges every source of the recipe's builds once; what holds for every platform is said without one. */
export function judgeSources(input: Input): readonly JudgedSource[] {
  const groups = new Map<string, JudgedSource[]>();
  const sent = sentPaths(input);
  for (const build of input.builds) {
    for (const source of build.resolved.sources) {
      const judged = judgeSource(input, source, build, sent);
      const key = JSON.stringify([source.range, source.text, judged.key]);
      groups.set(key, [...(groups.get(key) ?? []), judged]);
    }
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const isGeneral = group.length >= input.builds.length;
    return first !== undefined && isGeneral ? [withoutPlatform(first)] : group;
  });
}

/** What of the context is sent because some source names it: the builder asks for nothing else. */
function sentPaths(input: Input): readonly string[] {
  const keys = input.builds.flatMap(({ resolved }) =>
    resolved.sources.flatMap(({ kind, value }) =>
      kind === 'path' && value !== undefined ? [sourceKey(value)] : [],
    ),
  );
  return [...new Set(keys)].flatMap((key) => {
    const matches = input.subject.context.sources.get(key)?.matches ?? [];
    return matches.filter((match) => exclusionOf(input, match) === undefined).map((match) => match.path);
  });
}

/** Whether the builder stops at a source with nothing to copy: it needs the folder that a pattern starts with. */
function isFatal(input: Input, key: string, sent: readonly string[]): boolean {
  const folder = fixedFolder(key);
  if (!hasWildcard(key) || compileGlob(key) === undefined) {
    return true;
  }
  return (
    folder !== '' &&
    (input.subject.context.sources.get(key)?.isFolderMissing === true ||
      !sent.some((path) => path === '.' || isBelow(path, folder) || isBelow(folder, path)))
  );
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function judgeSource(
  input: Input,
  source: Source,
  { platform }: PlatformBuild,
  sent: readonly string[],
): JudgedSource {
  const key = source.value === undefined ? source.text : sourceKey(source.value);
  return {
    source,
    key,
    isPattern: hasWildcard(key),
    isFatal: isFatal(input, key, sent),
    ...(platform !== undefined && { platform }),
    verdict: verdictOn(input, source, key),
  };
}

function withoutPlatform({ source, key, isPattern, isFatal: fatal, verdict }: JudgedSource): JudgedSource {
  return { source, key, isPattern, isFatal: fatal, verdict };
}

function verdictOn(input: Input, source: Source, key: string): SourceVerdict {
  if (source.kind !== 'path') {
    return { kind: source.keyword === 'COPY' ? 'url-in-copy' : 'fine' };
  }
  const facts = source.value === undefined ? undefined : input.subject.context.sources.get(key);
  if (facts === undefined) {
    return { kind: 'unjudged' };
  }
  if (facts.matches.length === 0) {
    return missing(source, facts);
  }
  return verdictOnMatches(input, facts);
}

function missing(source: Source, { otherCase }: SourceFacts): SourceVerdict {
  const climbs = cleanPath(source.value ?? '').startsWith('../');
  return { kind: 'missing', climbs, ...(otherCase !== undefined && { otherCase }) };
}

function verdictOnMatches(input: Input, { matches }: SourceFacts): SourceVerdict {
  const sent = matches.filter((match) => exclusionOf(input, match) === undefined);
  const [first] = matches;
  const pattern = sent.length > 0 || first === undefined ? undefined : exclusionOf(input, first);
  if (pattern !== undefined) {
    return { kind: 'excluded', pattern };
  }
  const leaving = sent.find((match) => match.leavesContext);
  return leaving === undefined ? verdictOnTracking(sent) : { kind: 'leaves-context', match: leaving };
}

function exclusionOf({ ignore }: Input, match: SourceMatch): IgnorePattern | undefined {
  const isPartly = match.isDirectory && ignore?.mayReincludeBelow(match.path) === true;
  const named = isPartly ? undefined : ignore?.excludedBy(match.path);
  // Why: a link is sent without what it leads to.
  return named ?? (match.target === undefined || isPartly ? undefined : ignore?.excludedBy(match.target));
}

function verdictOnTracking(sent: readonly SourceMatch[]): SourceVerdict {
  const untracked = sent.filter((match) => match.isTracked === false);
  const ignored = untracked.filter((match) => match.ignoredBy !== undefined);
  if (untracked.length === 0) {
    return { kind: 'fine' };
  }
  const isPartial = untracked.length < sent.length;
  return ignored.length === untracked.length
    ? { kind: 'git-ignored', matches: ignored, isPartial }
    : { kind: 'untracked', matches: untracked, isPartial };
}
