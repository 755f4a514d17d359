import { rangeBetween } from '../../dockerfile/lineTable.js';
import type { Finding, Fix } from '../../finding/finding.js';
import { instructionAt } from '../instructionAt.js';
import type { RuleInput } from '../rule.js';
import {
  fixExposeFormat,
  fixExposeProtocol,
  fixFromAsCasing,
  fixInstructionCasing,
  fixStageNameCasing,
} from './casingFixes.js';
import { fixCopyTarget, fixPlainAdd } from './copyFixes.js';
import { fixDescription } from './descriptionFix.js';
import type { FixDraft, Fixer } from './fixDraft.js';
import { fixShellForm } from './jsonFormFix.js';
import { fixLegacyFormat } from './legacyFormatFix.js';
import { addsMissingFlag, noPipCache, noRecommends } from './missingFlagFixes.js';
import { fixMissingPipefail } from './pipefailFix.js';
import { fixAptName } from './aptFix.js';
import { cleansUp } from './cleanUpFixes.js';
import { fixUndefinedName } from './undefinedNameFix.js';
import {
  fixEmptyContinuation,
  fixMaintainer,
  fixRedundantPlatform,
  fixRelativeWorkdir,
} from './writingFixes.js';

/** What resolves a finding, by its rule. Rules whose fix is a flag of a command bring it with them. */
const fixers: ReadonlyMap<string, Fixer> = new Map<string, Fixer>([
  ['ConsistentInstructionCasing', fixInstructionCasing],
  ['ExposeInvalidFormat', fixExposeFormat],
  ['ExposeProtoCasing', fixExposeProtocol],
  ['FromAsCasing', fixFromAsCasing],
  ['InvalidDefinitionDescription', fixDescription],
  ['JSONArgsRecommended', fixShellForm],
  ['LegacyKeyValueFormat', fixLegacyFormat],
  ['MaintainerDeprecated', fixMaintainer],
  ['NoEmptyContinuation', fixEmptyContinuation],
  ['RedundantTargetPlatform', fixRedundantPlatform],
  ['StageNameCasing', fixStageNameCasing],
  ['UndefinedArgInFrom', fixUndefinedName],
  ['UndefinedVar', fixUndefinedName],
  ['WorkdirRelativePath', fixRelativeWorkdir],
  ['DL3009', cleansUp('rm -rf /var/lib/apt/lists/*')],
  ['DL3015', addsMissingFlag(noRecommends)],
  ['DL3020', fixPlainAdd],
  ['DL3021', fixCopyTarget],
  ['DL3025', fixShellForm],
  ['DL3027', fixAptName],
  ['DL3032', cleansUp('yum clean all')],
  ['DL3036', cleansUp('zypper clean')],
  ['DL3040', cleansUp('dnf clean all')],
  ['DL3042', addsMissingFlag(noPipCache)],
  ['DL3060', cleansUp('yarn cache clean')],
  ['DL4000', fixMaintainer],
  ['DL4006', fixMissingPipefail],
]);

/** The rules that `addFixes` has fixes for. */
export const fixableRules: readonly string[] = [...fixers.keys()];

/**
 * The findings with what resolves them. A fix that is marked safe leaves what is built as it is; the others change
 * it just as their title says. Nothing is offered for Dockerfiles inside of a recipe file.
 */
export function addFixes(findings: readonly Finding[], input: RuleInput): readonly Finding[] {
  const { recipe, document } = input;
  if (document === undefined || recipe.target.dockerfileInline !== undefined) {
    return findings;
  }
  return findings.map((finding) => {
    const fixer = finding.fixes.length > 0 ? undefined : fixers.get(finding.rule);
    const draft = fixer === undefined ? undefined : draftFix(finding, input, fixer);
    return draft === undefined ? finding : { ...finding, fixes: [toFix(draft, input)] };
  });
}

function draftFix(finding: Finding, input: RuleInput, fixer: Fixer): FixDraft | undefined {
  const { document, subject } = input;
  const line = finding.instructionLine ?? finding.range.start.line;
  const instruction =
    document === undefined || finding.file !== subject.dockerfilePath
      ? undefined
      : instructionAt(document.instructions, line);
  if (document === undefined || instruction === undefined) {
    return undefined;
  }
  const draft = fixer({ finding, input, document, instruction, inner: instruction.trigger ?? instruction });
  return draft === undefined || draft.edits.length === 0 ? undefined : draft;
}

function toFix({ title, isSafe, edits }: FixDraft, { document, subject }: RuleInput): Fix {
  return {
    kind: 'edit',
    title,
    ...(isSafe === true && { isSafe }),
    file: subject.dockerfilePath,
    edits: edits.map(({ start, end, newText }) => ({
      range: document === undefined ? { start: zero, end: zero } : rangeBetween(document.lines, start, end),
      newText,
    })),
  };
}

const zero = { line: 0, character: 0 };
