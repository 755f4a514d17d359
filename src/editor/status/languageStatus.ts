import type { Command, Disposable, LanguageStatusItem } from 'vscode';
import { l10n, languages, LanguageStatusSeverity } from 'vscode';

import type { VoiceName } from '../../bridge/languageProtocol.js';
import { recipeSelector } from '../recipes/recipeFiles.js';
import type { LanguageStatusLine, LanguageStatusView, LanguageStatusWords } from './languageStatusText.js';
import { formatLanguageStatus } from './languageStatusText.js';

/** Tells in the editor's language status who checks the document at hand: a line for each. */
export class LanguageStatus implements Disposable {
  readonly #item: LanguageStatusItem;
  readonly #others = new Map<VoiceName, LanguageStatusItem>();

  constructor() {
    this.#item = languages.createLanguageStatusItem('ociRecipe.checks', recipeSelector);
    this.#item.name = l10n.t('OCI Recipe');
    this.#item.text = l10n.t('OCI Recipe: starting');
    this.#item.command = checkCommand();
  }

  /** A check is under way. */
  setBusy(): void {
    this.#item.busy = true;
  }

  /** What was checked by whom, and what could not be looked at. */
  show(view: LanguageStatusView): void {
    const [own, ...others] = formatLanguageStatus(view, words());
    this.#item.busy = false;
    fill(this.#item, own);
    this.#item.command = checkCommand(own.whole);
    this.#item.accessibilityInformation = { label: `${own.text}: ${own.whole ?? own.detail}` };
    for (const line of others) {
      fill(this.#other(line.name), line);
    }
  }

  /** The checks do not run; says why. */
  showError(message: string): void {
    this.#item.busy = false;
    this.#item.text = l10n.t('OCI Recipe: checks stopped');
    this.#item.detail = message;
    this.#item.severity = LanguageStatusSeverity.Error;
    this.#removeOthers();
  }

  dispose(): void {
    this.#item.dispose();
    this.#removeOthers();
  }

  #other(name: VoiceName): LanguageStatusItem {
    const known = this.#others.get(name);
    if (known !== undefined) {
      return known;
    }
    const item = languages.createLanguageStatusItem(`ociRecipe.checks.${name}`, recipeSelector);
    item.name = l10n.t('OCI Recipe: {0}', words().names[name]);
    this.#others.set(name, item);
    return item;
  }

  #removeOthers(): void {
    for (const item of this.#others.values()) {
      item.dispose();
    }
    this.#others.clear();
  }
}

function checkCommand(tooltip?: string): Command {
  return { title: l10n.t('Check'), command: 'ociRecipe.check', ...(tooltip !== undefined && { tooltip }) };
}

function fill(item: LanguageStatusItem, { text, detail, isWarning }: LanguageStatusLine): void {
  item.text = text;
  item.detail = detail;
  item.severity = isWarning ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
}

function words(): LanguageStatusWords {
  return {
    checkedBy: (voices) => l10n.t('OCI Recipe: {0}', voices),
    names: { static: l10n.t('static'), buildkit: 'BuildKit', shellcheck: 'ShellCheck' },
    spoke: (platforms, duration) => l10n.t('{0} in {1}', platforms, duration),
    stopped: (reason) => l10n.t('It looked no further: {0}', reason),
    notAll: l10n.t('not all could be checked'),
    afterSaving: l10n.t('is asked after saving'),
    afterTyping: l10n.t('is asked when typing pauses'),
    silent: {
      off: l10n.t('switched off in the settings'),
      restricted: l10n.t('not asked in Restricted Mode'),
      absent: l10n.t('not installed'),
      timeout: l10n.t('did not answer in time'),
      failed: l10n.t('could not check it'),
    },
  };
}
