import type { DockerfileDocument } from '../../dockerfile/dockerfileDocument.js';
import { rangeBetween } from '../../dockerfile/lineTable.js';
import type { Finding, TextEdit } from '../../finding/finding.js';
import { isRuleName, ruleNamed } from '../ruleTable.js';
import { skipInComment } from './checkComment.js';
import { skipInFile } from './checkDirectiveEdits.js';
import { ignoreHere, ignoreInFile } from './pragmaEdits.js';
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

/** An edit in offsets, as all that write comments return them. */
export interface Insertion {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** A comment or directive that silences a rule. */
export interface Written {
  readonly written: string;
  readonly edits: readonly Insertion[];
}

/**
 * What to write into a Dockerfile so that a finding is silent, with the reason beside it. BuildKit's checks get what
 * BuildKit itself understands: the comment `# check=skip=` above the instruction where the file's `# syntax=` surely
 * has it, else the one directive at the top; all other rules a pragma of hadolint. What is there already is added to, so
 * that the file stays as valid as it was. Undefined where nothing in the Dockerfile can silence it: the finding is about
 * another file, it is an error of syntax, or what is written there already is not understood.
 */
export function silenceEdits(
  document: DockerfileDocument,
  finding: Finding,
  where: SilencePlace,
  reason?: string,
): Silence | undefined {
  const info = ruleNamed(finding.rule);
  if (!isRuleName(finding.rule) || info?.name === 'DockerfileSyntax') {
    return undefined;
  }
  const request = { document, finding, reason: oneLine(reason) };
  const isBuildkit = info?.family === 'buildkit';
  const isHere = where === 'here' && (!isBuildkit || hasInstructionChecks(document));
  const inFile = isBuildkit ? skipInFile : ignoreInFile;
  const here = isBuildkit ? skipInComment : ignoreHere;
  const written = isHere ? here(request) : inFile(request);
  return written === undefined
    ? undefined
    : {
        reach: isHere ? 'here' : 'file',
        written: written.written,
        edits: written.edits.map(({ start, end, newText }) => ({
          range: rangeBetween(document.lines, start, end),
          newText,
        })),
      };
}

/** What is asked for. */
export interface SilenceRequest {
  readonly document: DockerfileDocument;
  readonly finding: Finding;
  /** One line; empty for none. */
  readonly reason: string;
}

function oneLine(reason = ''): string {
  return reason.replaceAll(/\s+/g, ' ').trim();
}
