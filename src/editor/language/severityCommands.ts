import type { QuickPickItem } from 'vscode';
import { ConfigurationTarget, l10n, Uri, window, workspace } from 'vscode';

import type { RuleParams } from '../../bridge/languageProtocol.js';
import { messageOf } from '../../core/base/errors.js';
import type { RuleSetting } from '../../core/finding/checkPolicy.js';

/** A command that asks for the severity of a rule and writes it into the settings of the workspace. */
export function createSetSeverityCommand(): (argument: unknown) => Promise<void> {
  return async (argument) => {
    const params = readRuleParams(argument);
    if (params === undefined) {
      return;
    }
    const placeHolder = l10n.t('Severity of {0} in this workspace', params.rule);
    const item = await window.showQuickPick(severityItems(), { placeHolder });
    if (item !== undefined) {
      await setRule(params, item.setting);
    }
  };
}

/** A command that switches a rule off in the settings of the workspace. */
export function createTurnOffCommand(): (argument: unknown) => Promise<void> {
  return async (argument) => {
    const params = readRuleParams(argument);
    if (params !== undefined) {
      await setRule(params, 'off');
    }
  };
}

function readRuleParams(argument: unknown): RuleParams | undefined {
  const { rule, uri } = (argument ?? {}) as Partial<RuleParams>;
  return typeof rule === 'string' && typeof uri === 'string' ? { rule, uri } : undefined;
}

function severityItems(): readonly (QuickPickItem & { readonly setting: RuleSetting })[] {
  return [
    { label: `$(error) ${l10n.t('Error')}`, setting: 'error' },
    { label: `$(warning) ${l10n.t('Warning')}`, setting: 'warning' },
    { label: `$(info) ${l10n.t('Information')}`, setting: 'info' },
    { label: `$(lightbulb) ${l10n.t('Hint')}`, setting: 'hint' },
    { label: `$(circle-slash) ${l10n.t('Off')}`, setting: 'off' },
    { label: `$(discard) ${l10n.t("The rule's own")}`, setting: 'default' },
  ];
}

/** Why `inspect`: what the user has set for all workspaces is not to be copied into this one. */
async function setRule({ rule, uri }: RuleParams, setting: RuleSetting): Promise<void> {
  const settings = workspace.getConfiguration('ociRecipe', Uri.parse(uri));
  const isWorkspace = (workspace.workspaceFolders ?? []).length > 0;
  const values = settings.inspect<Readonly<Record<string, string>>>('lint.rules');
  const before = isWorkspace ? values?.workspaceValue : values?.globalValue;
  const target = isWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  try {
    await settings.update('lint.rules', { ...before, [rule]: setting }, target);
  } catch (error) {
    void window.showErrorMessage(l10n.t('The setting could not be written. {0}', messageOf(error)));
  }
}
