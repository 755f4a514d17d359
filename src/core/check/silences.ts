import type { Finding } from '../finding/finding.js';
import type { CheckDirectives } from './buildkit/checkDirective.js';
import { isSkipped, isTurnedOn, readCheckDirectives, silencesChecks } from './buildkit/checkDirective.js';
import { isIgnoredByPragma, readPragmas, silencesRules } from './hadolint/pragmas.js';
import type { RuleInput } from './rule.js';
import { ruleNamed } from './ruleTable.js';

/** Whether the Dockerfile itself says that a finding about it is not to be heard. */
export type IsSilenced = (finding: Finding) => boolean;

/**
 * Reads what the Dockerfile says about findings: BuildKit's `# check=skip=`, for the file and for instructions, and
 * hadolint's pragmas. Both take every name of a finding: its own, its aliases, and the one that all names of the
 * syntax share. `skip=all` is about BuildKit's own checks.
 */
export function readSilences({ document, recipe, subject }: RuleInput): IsSilenced {
  if (document === undefined) {
    return () => false;
  }
  const directives = readCheckDirectives(document, recipe.target.args);
  const pragmas = subject.hadolint?.ignoresPragmas === true ? undefined : readPragmas(document);
  if (!silencesChecks(directives) && (pragmas === undefined || !silencesRules(pragmas))) {
    return () => false;
  }
  // Why not by way of the subject: what is returned is kept, and would keep the whole document.
  const { dockerfilePath } = subject;
  return (finding) => {
    if (finding.file !== dockerfilePath) {
      return false;
    }
    const names = namesOf(finding);
    const line = finding.instructionLine ?? finding.range.start.line;
    const later = laterLineOf(finding);
    return (
      isSkippedCheck(directives, finding, later ?? line) ||
      names.some((name) => isNamed(directives, name, later ?? line)) ||
      (pragmas !== undefined &&
        names.some((name) => [line, later ?? line].some((at) => isIgnoredByPragma(pragmas, name, at))))
    );
  };
}

/** The line of the instruction that makes another one void: BuildKit and hadolint look for comments above that one. */
function laterLineOf({ rule, related = [] }: Finding): number | undefined {
  return rule === 'MultipleInstructionsDisallowed' ? related[0]?.range.start.line : undefined;
}

/** A check of BuildKit that is skipped; what `experimental=` names speaks all the same. */
function isSkippedCheck(directives: CheckDirectives, { rule }: Finding, line: number): boolean {
  return (
    ruleNamed(rule)?.family === 'buildkit' &&
    isSkipped(directives, rule, line) &&
    !isWoken(directives, rule, line)
  );
}

/** Whether `skip=` names it, for the file or for the instruction that begins on the line. */
function isNamed(directives: CheckDirectives, name: string, line: number): boolean {
  const isIn = directives.file.skip.has(name) || directives.instructions.get(line)?.skip.has(name) === true;
  return isIn && !isWoken(directives, name, line);
}

/** `experimental=` wins over `skip=` for the checks that speak only where it names them. */
function isWoken(directives: CheckDirectives, name: string, line: number): boolean {
  return name === 'InvalidDefinitionDescription' && isTurnedOn(directives, name, line);
}

/** Every name that silences a finding. */
function namesOf({ rule, aliases = [] }: Finding): readonly string[] {
  const shared = ruleNamed(rule)?.name;
  return shared === undefined || shared === rule ? [rule, ...aliases] : [rule, shared, ...aliases];
}
