import type { Disposable, LanguageStatusItem } from 'vscode';
import { l10n, languages, LanguageStatusSeverity } from 'vscode';

import { recipeSelector } from '../recipes/recipeFiles.js';
import type { LanguageStatusView, LanguageStatusWords } from './languageStatusText.js';
import { formatLanguageStatus } from './languageStatusText.js';

/** Tells in the editor's language status who checks the document at hand. */
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

  /** What was checked by whom, and what could not be looked at. */
  show(view: LanguageStatusView): void {
    const { text, detail, isWarning } = formatLanguageStatus(view, words());
    this.#item.busy = false;
    this.#item.text = text;
    this.#item.detail = detail;
    this.#item.severity = isWarning ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
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

function words(): LanguageStatusWords {
  return {
    checkedBy: (voices) => l10n.t('OCI Recipe: {0}', voices),
    checkedOn: (voices, branch) => l10n.t('OCI Recipe: {0} · git: {1}', voices, branch),
    names: { static: l10n.t('static'), buildkit: 'BuildKit', shellcheck: 'ShellCheck' },
    spoke: (name, platforms, duration) => l10n.t('{0}: {1} in {2}.', name, platforms, duration),
    spokeForAll: (name, duration) => l10n.t('{0}: {1}.', name, duration),
    asksAfterSaving: l10n.t('BuildKit is asked after saving.'),
    stopped: (name, reason) => l10n.t('{0} looked no further: {1}', name, reason),
    silent: {
      buildkit: {
        off: l10n.t('BuildKit is not asked: the settings say so.'),
        restricted: l10n.t('BuildKit is not asked in Restricted Mode.'),
        absent: l10n.t('BuildKit is not asked: no engine answers.'),
        timeout: l10n.t('BuildKit did not answer in time.'),
        failed: l10n.t('BuildKit could not check it.'),
      },
      shellcheck: {
        off: l10n.t('ShellCheck is not asked: the settings say so.'),
        restricted: l10n.t('ShellCheck is not asked in Restricted Mode.'),
        absent: l10n.t('ShellCheck is not installed.'),
        timeout: l10n.t('ShellCheck did not answer in time.'),
        failed: l10n.t('ShellCheck could not check it.'),
      },
    },
  };
}
