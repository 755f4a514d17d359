import type { Disposable, LanguageStatusItem } from 'vscode';
import { l10n, languages, LanguageStatusSeverity } from 'vscode';

import type { BranchView } from '../../bridge/languageProtocol.js';
import { recipeSelector } from '../recipes/recipeFiles.js';

/** Tells in the editor's language status what checks the document at hand. */
export class LanguageStatus implements Disposable {
  readonly #item: LanguageStatusItem;

  constructor() {
    this.#item = languages.createLanguageStatusItem('ociRecipe.checks', recipeSelector);
    this.#item.name = l10n.t('OCI Recipe');
    this.#item.text = l10n.t('OCI Recipe: starting');
    this.#item.command = { title: l10n.t('Check Now'), command: 'ociRecipe.check' };
  }

  /** A check is under way. */
  setBusy(): void {
    this.#item.busy = true;
  }

  /** What was checked against, and what could not be looked at. */
  show(branch: BranchView | undefined, notes: readonly string[]): void {
    this.#item.busy = false;
    this.#item.text =
      branch?.name === undefined
        ? l10n.t('OCI Recipe: static checks')
        : l10n.t('OCI Recipe: static checks · git: {0}', branch.name);
    const explanation = branch?.name === undefined ? branch?.explanation : undefined;
    this.#item.detail = [explanation, ...notes].filter((note) => note !== undefined).join(' ');
    this.#item.severity =
      notes.length === 0 ? LanguageStatusSeverity.Information : LanguageStatusSeverity.Warning;
  }

  /** The checks do not run; says why. */
  showError(message: string): void {
    this.#item.busy = false;
    this.#item.text = l10n.t('OCI Recipe: checks stopped');
    this.#item.detail = message;
    this.#item.severity = LanguageStatusSeverity.Error;
  }

  dispose(): void {
    this.#item.dispose();
  }
}
