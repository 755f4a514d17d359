import type { Finding } from '../finding/finding.js';
import { isIgnoredByPragma, readPragmas } from './hadolint/pragmas.js';
import type { RuleInput } from './rule.js';
import { ruleNamed } from './ruleTable.js';

/** Whether the Dockerfile itself says that a finding about it is not to be heard. */
export type IsSilenced = (finding: Finding) => boolean;

/**
 * Reads what the Dockerfile says about findings: hadolint's pragmas. Every name of a finding counts: its
 * own, its aliases, and the one that all names of the syntax share.
 */
export function readSilences({ document, subject }: RuleInput): IsSilenced {
  if (document === undefined) {
    return () => false;
  }
  const pragmas = subject.hadolint?.ignoresPragmas === true ? undefined : readPragmas(document);
  return (finding) => {
    if (finding.file !== subject.dockerfilePath) {
      return false;
    }
    const line = finding.instructionLine ?? finding.range.start.line;
    const names = namesOf(finding);
    return pragmas !== undefined && names.some((name) => isIgnoredByPragma(pragmas, name, line));
  };
}

/** Every name that silences a finding. */
function namesOf({ rule, aliases = [] }: Finding): readonly string[] {
  const shared = ruleNamed(rule)?.name;
  return shared === undefined || shared === rule ? [rule, ...aliases] : [rule, shared, ...aliases];
}
