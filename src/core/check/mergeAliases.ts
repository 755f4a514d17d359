import type { DockerfileDocument } from '../dockerfile/dockerfileDocument.js';
import type { Finding } from '../finding/finding.js';
import type { BuildkitTwin } from './hadolint/instructionRules.js';
import { buildkitTwins } from './hadolint/instructionRules.js';
import { instructionAt } from './instructionAt.js';

/**
 * Makes one finding of what BuildKit and hadolint both say on the same ground: BuildKit's, with hadolint's code as an
 * alias, so that both names silence. What only one of them says stays that one's, without an alias.
 */
export function mergeAliases(
  findings: readonly Finding[],
  document: DockerfileDocument | undefined,
): readonly Finding[] {
  if (document === undefined) {
    return findings;
  }
  const grounds = createGrounds(document);
  const twins = findings.filter(({ rule }) => buildkitTwins.has(rule) || twinsByCheck.has(rule));
  if (twins.length === 0) {
    return findings;
  }
  const byCheck = new Set<string>();
  const byCode = new Set<string>();
  for (const finding of twins) {
    const twin = buildkitTwins.get(finding.rule);
    if (twin !== undefined) {
      byCode.add(`${finding.rule}\0${keyOf(twin, finding, grounds)}`);
    }
    for (const [, own] of twinsOf(finding, grounds)) {
      byCheck.add(keyOf(own, finding, grounds));
    }
  }
  return findings.flatMap((finding) => {
    const twin = buildkitTwins.get(finding.rule);
    if (twin !== undefined && byCheck.has(keyOf(twin, finding, grounds))) {
      return nothing;
    }
    const aliases = twinsOf(finding, grounds).flatMap(([code, own]) =>
      byCode.has(`${code}\0${keyOf(own, finding, grounds)}`) ? [code] : [],
    );
    return aliases.length === 0 ? finding : { ...finding, aliases: [...(finding.aliases ?? []), ...aliases] };
  });
}

/** Where in the Dockerfile findings are. */
interface Grounds {
  readonly document: DockerfileDocument;
  readonly keywordAt: (line: number) => string;
  readonly stageAt: (line: number) => number;
}

function createGrounds(document: DockerfileDocument): Grounds {
  const firstLines = document.stages.map(({ from }) => from.startLine);
  return {
    document,
    keywordAt: (line) => instructionAt(document.instructions, line)?.keyword ?? '',
    stageAt: (line) => firstLines.findLastIndex((first) => first <= line),
  };
}

const nothing: readonly never[] = [];

/** What of hadolint's is the same as a finding of BuildKit's; of what may be there once, the one of its keyword. */
function twinsOf(finding: Finding, grounds: Grounds): readonly (readonly [string, BuildkitTwin])[] {
  const twins = twinsByCheck.get(finding.rule);
  return twins === undefined
    ? nothing
    : twins.filter(
        ([code, { ground }]) =>
          ground === 'instruction' || onceKeywords[code] === grounds.keywordAt(lineOf(finding)),
      );
}

const onceKeywords: Readonly<Record<string, string>> = {
  DL3012: 'HEALTHCHECK',
  DL4003: 'CMD',
  DL4004: 'ENTRYPOINT',
};

const twinsByCheck = groupTwins();

function groupTwins(): ReadonlyMap<string, readonly (readonly [string, BuildkitTwin])[]> {
  const groups = new Map<string, (readonly [string, BuildkitTwin])[]>();
  for (const entry of buildkitTwins) {
    const { check } = entry[1];
    groups.set(check, [...(groups.get(check) ?? []), entry]);
  }
  return groups;
}

function keyOf({ check, ground }: BuildkitTwin, finding: Finding, grounds: Grounds): string {
  const line = lineOf(finding);
  return ground === 'instruction'
    ? `${check}\0${finding.file}\0${line}`
    : `${check}\0${finding.file}\0${grounds.stageAt(line)}\0${grounds.keywordAt(line)}`;
}

function lineOf({ instructionLine, range }: Finding): number {
  return instructionLine ?? range.start.line;
}
