import type { Range } from '../../base/text.js';
import type { Instruction, Stage } from '../../dockerfile/dockerfileDocument.js';
import type { JoinedText } from '../../dockerfile/joinedText.js';
import { documentOffset } from '../../dockerfile/joinedText.js';
import { rangeBetween } from '../../dockerfile/lineTable.js';
import { formatPlatform, parsePlatform } from '../../platform/platform.js';
import { architecturesIn, isArchitectureAware } from '../architectureNames.js';
import { evaluateBuilds } from '../buildkit/evaluateBuild.js';
import { placeInDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** A download that is made for one processor, in a recipe that is built for several. */
export const architectureSpecificDownload: Rule = {
  name: 'ArchitectureSpecificDownload',
  family: 'recipe',
  title: 'A download is made for one processor, and the recipe is built for several',
  severity: 'warning',
  preset: 'recommended',
  check,
};

/** A word that names what is for one processor only. */
interface Download {
  readonly text: string;
  readonly architecture: string;
  readonly range: Range;
}

function check(input: RuleInput): readonly Remark[] {
  const { document } = input;
  const architectures = new Set(input.recipe.target.platforms.map(({ architecture }) => architecture));
  if (document === undefined || architectures.size < 2) {
    return [];
  }
  return [...platformsByStage(input)].flatMap(([stage, platforms]) =>
    stage.instructions
      .flatMap((instruction) => downloadsOf(instruction, document.lines))
      .flatMap((download) => remarkOn(download, platforms, input)),
  );
}

/** The platforms that each stage is built for, as far as they are the target's own: a stage with `--platform` has its own. */
function platformsByStage(input: RuleInput): ReadonlyMap<Stage, readonly string[]> {
  const byStage = new Map<Stage, string[]>();
  const evaluated = evaluateBuilds(input);
  input.builds.forEach(({ platform, resolved }, index) => {
    const pinned = new Set(
      evaluated[index]?.stages.flatMap(({ stage, platformFlag }) =>
        platformFlag?.matched.some(({ name }) => name === 'TARGETPLATFORM') === false ? [stage.index] : [],
      ),
    );
    for (const stage of resolved.reachable) {
      if (platform !== undefined && !pinned.has(stage.index)) {
        byStage.set(stage, [...(byStage.get(stage) ?? []), platform]);
      }
    }
  });
  return byStage;
}

function remarkOn(
  { text, architecture, range }: Download,
  platforms: readonly string[],
  input: RuleInput,
): readonly Remark[] {
  const wrong = platforms.filter((platform) => parsePlatform(platform).architecture !== architecture);
  const [first] = wrong;
  if (first === undefined) {
    return [];
  }
  const names = wrong.map((platform) => formatPlatform(parsePlatform(platform)));
  return [
    {
      severity: 'warning',
      message:
        `"${text}" is made for ${architecture}, and the recipe is built for ${names.join(', ')} too. ` +
        'Choose by TARGETARCH ("ARG TARGETARCH"), or build this stage for one platform only.',
      ...placeInDockerfile(input, range),
      ...(wrong.length === 1 && { platform: first }),
    },
  ];
}

function downloadsOf(
  instruction: Instruction,
  lines: Parameters<typeof rangeBetween>[0],
): readonly Download[] {
  const text = downloadTextOf(instruction);
  if (text === undefined || isArchitectureAware(text.text)) {
    return [];
  }
  const named = new Set(architecturesIn(text.text));
  // Why: who names several processors in one instruction has a choice in it that is not ours to follow.
  if (named.size !== 1) {
    return [];
  }
  const found = new Map<string, Download>();
  for (const match of text.text.matchAll(/[^\s"'`()<>;|&,{}[\]]+/g)) {
    const [word] = match;
    const [architecture] = isDownload(word, instruction.keyword) ? architecturesIn(word) : [];
    if (architecture !== undefined && !found.has(word)) {
      const start = documentOffset(lines, text, match.index);
      const end = documentOffset(lines, text, match.index + word.length, 'end');
      found.set(word, { text: word, architecture, range: rangeBetween(lines, start, end) });
    }
  }
  return [...found.values()];
}

/** The text of RUN that a shell reads, or the sources of ADD. */
function downloadTextOf({ keyword, command, rest }: Instruction): JoinedText | undefined {
  if (keyword === 'RUN') {
    return command?.joined;
  }
  return keyword === 'ADD' ? rest : undefined;
}

const packages =
  /\.(?:deb|rpm|apk|snap|tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz|zst|lz)|gz|xz|zst|zip|run|appimage|bin|sh)$/i;

/** A URL, or a file that is a package or archive. */
function isDownload(word: string, keyword: string): boolean {
  const isUrl = /^(?:[A-Za-z_][A-Za-z0-9_]*=)?(?:https?|ftp):\/\//.test(word);
  return isUrl || (keyword === 'RUN' && packages.test(word));
}
