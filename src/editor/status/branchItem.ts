import type { Disposable, StatusBarItem } from 'vscode';
import { l10n, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';

import type { BranchView } from '../../bridge/languageProtocol.js';
import type { BranchItemWords } from './branchItemText.js';
import { formatBranchItem } from './branchItemText.js';

/** The status bar's view of the recipe's branch; a click creates or renames one. */
export class BranchItem implements Disposable {
  readonly #item: StatusBarItem;

  constructor() {
    this.#item = window.createStatusBarItem('ociRecipe.branch', StatusBarAlignment.Left, 50);
    this.#item.name = l10n.t('OCI Recipe Branch');
    this.#item.command = 'ociRecipe.createBranch';
  }

  /** Shows a branch; hides the item when there is no recipe to speak of. */
  show(branch: BranchView | undefined): void {
    if (branch === undefined) {
      this.#item.hide();
      return;
    }
    const { text, spoken, tooltip, isWarning } = formatBranchItem(branch, words());
    this.#item.text = text;
    this.#item.tooltip = new MarkdownString(tooltip);
    this.#item.accessibilityInformation = { label: spoken };
    this.#item.backgroundColor = isWarning ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}

function words(): BranchItemWords {
  return {
    accepted: l10n.t('accepted by Launchpad'),
    unusual: l10n.t('accepted by Launchpad, though not of the documented form'),
    refused: l10n.t('not accepted by Launchpad'),
    launchpadMeant: l10n.t('This recipe is meant for Launchpad.'),
    launchpadNotMeant: l10n.t(
      'Nothing says that this recipe is meant for Launchpad; local builds do not mind.',
    ),
    pushTag: (tag) => l10n.t('A push gets the tag {0}.', tag),
    noPushTag: l10n.t('The name cannot become a registry tag.'),
    noBranch: l10n.t('no branch'),
    action: l10n.t('Click to create or rename a branch.'),
  };
}
