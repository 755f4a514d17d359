import type { DockerfileDocument } from '../../dockerfile/dockerfileDocument.js';
import { rangeBetween } from '../../dockerfile/lineTable.js';
import type { Finding, TextEdit } from '../../finding/finding.js';
import { isRuleName, ruleNamed } from '../ruleTable.js';
import { skipInComment } from './checkComment.js';
import { skipInFile } from './checkDirectiveEdits.js';
import { ignoreHere, ignoreInFile } from './pragmaEdits.js';
import type { SilenceRequest, Written } from './silenceRequest.js';
import { hasInstructionChecks } from './syntaxVersion.js';

/** Where a rule is to be silent: for the instruction that a finding is about, or in its whole file. */
export type SilencePlace = 'here' | 'file';

/** What silences a finding. */
export interface Silence {
  /** How far it reaches: BuildKit's checks cannot be silenced for an instruction where the syntax is an older one. */
  readonly reach: SilencePlace;
  /** What is written: `# hadolint ignore=DL3008`. */
  readonly written: string;
  readonly edits: readonly TextEdit[];
}

/**
 * What to write into a Dockerfile so that a finding is silent, with the reason beside it. BuildKit's checks get what
 * BuildKit itself understands: the comment `# check=skip=` above the instruction where the file's `# syntax=` surely
 * has it, else the one directive at the top; all other rules a pragma of hadolint. What is there already is added to, so
 * that the file stays as valid as it was. Undefined where nothing in the Dockerfile can silence it: the finding is about
 * another file, or about the recipe as such, it is an error of syntax, or what is written there already is not understood.
 */
export function silenceEdits(
  document: DockerfileDocument,
  finding: Finding,
  where: SilencePlace,
  reason?: string,
): Silence | undefined {
  if (!canBeSilenced(finding)) {
    return undefined;
  }
  const isBuildkit = ruleNamed(finding.rule)?.family === 'buildkit';
  const reach = where === 'here' && (!isBuildkit || hasInstructionChecks(document)) ? 'here' : 'file';
  const write = isBuildkit ? buildkitWriters[reach] : pragmaWriters[reach];
  const silence = write({ document, finding, reason: oneLine(reason) });
  if (silence === undefined) {
    return undefined;
  }
  const edits = silence.edits.map(({ start, end, newText }) => ({
    range: rangeBetween(document.lines, start, end),
    newText,
  }));
  return { reach, written: silence.written, edits };
}

type Writer = (request: SilenceRequest) => Written | undefined;

const buildkitWriters: Readonly<Record<SilencePlace, Writer>> = { here: skipInComment, file: skipInFile };
const pragmaWriters: Readonly<Record<SilencePlace, Writer>> = { here: ignoreHere, file: ignoreInFile };

function canBeSilenced(finding: Finding): boolean {
  const isSyntax = ruleNamed(finding.rule)?.name === 'DockerfileSyntax';
  return isRuleName(finding.rule) && !isSyntax && !isAboutRecipe(finding);
}

/** Whether it is about the recipe, its branch for instance, and only shown at the top of a Dockerfile without a recipe. */
function isAboutRecipe({ rule, range: { start, end } }: Finding): boolean {
  const isNowhere = [start.line, start.character, end.line, end.character].every((at) => at === 0);
  return isNowhere && ruleNamed(rule)?.family === 'recipe';
}

function oneLine(reason = ''): string {
  return reason.replaceAll(/\s+/g, ' ').trim();
}
