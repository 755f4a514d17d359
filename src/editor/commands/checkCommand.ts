import { commands, l10n, window, workspace } from 'vscode';

import type { CheckSummary } from '../../bridge/languageProtocol.js';
import { messageOf } from '../../core/base/errors.js';
import type { LanguageService } from '../language/languageService.js';
import { readCommandTarget, targetFiles } from '../recipes/chooseRecipes.js';

/** A command that checks the file at hand, or all workspace folders, and shows what was found. */
export function createCheckCommand(language: LanguageService): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    const files = targetFiles(readCommandTarget(args));
    const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    try {
      const subjects = files.length > 0 ? files : folders;
      await tell(await Promise.all(subjects.map((uri) => language.check(uri))));
    } catch (error) {
      void window.showErrorMessage(l10n.t('The check could not be made. {0}', messageOf(error)));
    }
  };
}

async function tell(summaries: readonly CheckSummary[]): Promise<void> {
  const recipes = sum(summaries, ({ recipes }) => recipes);
  const found = sum(summaries, ({ errors, warnings, others }) => errors + warnings + others);
  if (found > 0) {
    await commands.executeCommand('workbench.actions.view.problems');
  } else if (recipes === 0) {
    void window.showInformationMessage(l10n.t('There is no Dockerfile or recipe file to check.'));
  } else {
    void window.showInformationMessage(l10n.t('{0} recipe(s) checked: nothing to report.', recipes));
  }
}

function sum(summaries: readonly CheckSummary[], count: (summary: CheckSummary) => number): number {
  return summaries.reduce((total, summary) => total + count(summary), 0);
}
