import type { BranchView } from '../../bridge/languageProtocol.js';

/** What the status bar says of the branch. */
export interface BranchItemText {
  readonly text: string;
  readonly spoken: string;
  /** Markdown. */
  readonly tooltip: string;
  /** Whether it deserves the warning colour: Launchpad is meant and would refuse the name. */
  readonly isWarning: boolean;
}

/** Words of the item in the editor's language. */
export interface BranchItemWords {
  readonly accepted: string;
  readonly unusual: string;
  readonly refused: string;
  readonly launchpadMeant: string;
  readonly launchpadNotMeant: string;
  readonly pushTag: (tag: string) => string;
  readonly noPushTag: string;
  readonly noBranch: string;
  readonly action: string;
}

/** The item's text for a branch. */
export function formatBranchItem(branch: BranchView, words: BranchItemWords): BranchItemText {
  const { name, judgement } = branch;
  if (name === undefined || judgement === undefined) {
    const explanation = branch.explanation ?? words.noBranch;
    const spoken = name ?? words.noBranch;
    return {
      text: `$(git-branch) ${spoken}`,
      spoken: explanation,
      tooltip: escape(explanation),
      isWarning: false,
    };
  }
  const verdict = verdictOf(judgement, words);
  const because = judgement.reason === undefined ? '' : `: ${judgement.reason}`;
  const tag = judgement.pushTag === undefined ? words.noPushTag : words.pushTag(judgement.pushTag);
  const lines = [
    `**${escape(name)}** – ${escape(verdict + because)}`,
    escape(tag),
    branch.launchpadMeant ? words.launchpadMeant : words.launchpadNotMeant,
    words.action,
  ];
  return {
    text: `$(git-branch) ${name} ${judgement.accepted ? '$(check)' : '$(warning)'}`,
    spoken: `${name}: ${verdict}. ${tag}`,
    tooltip: lines.join('\n\n'),
    isWarning: branch.launchpadMeant && !judgement.accepted,
  };
}

function verdictOf(judgement: NonNullable<BranchView['judgement']>, words: BranchItemWords): string {
  if (!judgement.accepted) {
    return words.refused;
  }
  return judgement.documentedForm ? words.accepted : words.unusual;
}

/** Why: a branch name may hold what Markdown gives a meaning to. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+.!|<>~-]/g, '\\$&');
}
